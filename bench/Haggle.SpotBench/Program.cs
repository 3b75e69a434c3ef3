using Haggle.SpotBench;

return args switch
{
    ["baselines", .. var rest] => BaselinesCommand.Run(Options.Parse(rest)),
    ["explore", .. var rest] => ExploreCommand.Run(Options.Parse(rest)),
    ["diagnose", .. var rest] => DiagnoseCommand.Run(Options.Parse(rest)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Haggle.SpotBench baselines [--traces DIR] [--cores N]");
    return 2;
}
