using Haggle.Agent.Tests.Allotments;

return args is ["race-until-killed", var folder, var owner, var seed]
    ? await Racer.RunAsync(folder, owner, int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture))
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
