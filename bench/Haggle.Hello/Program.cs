// What any program of this runtime costs: the reference of the start-up benchmark.
Console.Out.Write("hello\n");
