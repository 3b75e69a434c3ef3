Console.WriteLine("haggle-server");
