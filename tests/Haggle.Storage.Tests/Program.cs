using Haggle.Storage.Tests.Sqlite;

return args is ["write-until-killed", var path]
    ? await KilledWriter.RunAsync(path)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
