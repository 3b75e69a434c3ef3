using Haggle.SpotBench;

return args switch
{
    ["baselines", .. var rest] => BaselinesCommand.Run(Options.Parse(rest)),
    ["bands", .. var rest] => BandsCommand.Run(Options.Parse(rest)),
    ["classes", .. var rest] => ClassesCommand.Run(Options.Parse(rest)),
    ["explore", .. var rest] => ExploreCommand.Run(Options.Parse(rest)),
    ["priors", .. var rest] => PriorsCommand.Run(Options.Parse(rest)),
    ["priced", .. var rest] => PricedCommand.Run(Options.Parse(rest)),
    ["score", .. var rest] => ScoreCommand.Run(Options.Parse(rest)),
    ["leaderboard", .. var rest] => LeaderboardCommand.Run(Options.Parse(rest)),
    ["search", .. var rest] => SearchCommand.Run(Options.Parse(rest)),
    ["selection", .. var rest] => SelectionCommand.Run(Options.Parse(rest)),
    ["likeness", .. var rest] => LikenessCommand.Run(Options.Parse(rest)),
    ["speed", .. var rest] => SpeedCommand.Run(Options.Parse(rest)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Haggle.SpotBench baselines | score | leaderboard | priced | speed | priors | classes | bands | explore | likeness | search | selection [--traces DIR] [--cores N] [--out FILE]");
    return 2;
}
