Console.WriteLine("haggle-agent");
