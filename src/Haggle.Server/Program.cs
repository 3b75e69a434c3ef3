using Haggle.Server.Hosting;

// haggle-server --home DIR [--private]: the engine behind the REST API of docs/api.md.
return await ServerProgram.RunAsync(args);
