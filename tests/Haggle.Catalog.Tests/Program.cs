using Haggle.Catalog.Tests.Live;

return args is ["update-until-killed", var folder, var address]
    ? await KilledUpdate.RunAsync(folder, new Uri(address))
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
