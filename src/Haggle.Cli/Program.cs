Console.WriteLine("haggle");
