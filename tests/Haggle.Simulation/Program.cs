Console.WriteLine("haggle-sim");
