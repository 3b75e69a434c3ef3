return await Haggle.Agent.AgentCommand.RunAsync(args);
