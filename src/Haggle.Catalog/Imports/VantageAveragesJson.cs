using System.Buffers.Text;
using Haggle.Catalog.Store;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Imports;

/// <summary>Amazon EC2 on demand and average spot by region, as Vantage's ec2instances.info gives them; '0' and null mean unknown.</summary>
internal sealed class VantageAveragesJson : IPriceFormat
{
    private const int Type = 0;
    private const int Region = 1;
    private const int OnDemand = 2;
    private const int SpotAverage = 3;
    private const int Gpu = 4;
    private const int Vcpus = 5;
    private const int Memory = 6;

    private static readonly byte[][] Names = [.. new[] { "instance-type", "region", "ondemand", "spot_avg", "GPU", "vCPU", "memory" }.Select(System.Text.Encoding.UTF8.GetBytes)];

    public string Name => "EC2 on demand and average spot (Vantage JSON)";

    public bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith("{"u8) && start.IndexOf("\"spot_avg\""u8) > 0;

    public void Read(Stream stream, Intake intake)
    {
        var records = new FlatRecords(JsonRecords.ReadAll(stream), Names);
        records.Enter("data");
        while (records.Read())
        {
            intake.Row(records.Count);
            if (records[Type].IsEmpty || records[Region].IsEmpty)
            {
                intake.Refuse("no region or no instance type");
                continue;
            }

            var row = intake.Machine("aws", intake.Text[records[Region]], intake.Text[records[Type]], Purchase.OnDemand, Money.Zero);
            if (row.Vcpus <= 0) row = row with { Vcpus = Number(records[Vcpus]), Memory = Gib.FromGib(Number(records[Memory])) };
            Take(intake, records, row, OnDemand, Purchase.OnDemand);
            Take(intake, records, row, SpotAverage, Purchase.Spot);
        }
    }

    private static void Take(Intake intake, FlatRecords records, PricedRow row, int field, Purchase purchase)
    {
        if (!intake.TryPrice(records[field], "a price of 0 means unknown", out var price)) return;

        // A machine that the table does not know: its accelerators' model is not in the file, so only plain ones can be kept.
        if (row.Accelerator is null && Number(records[Gpu]) > 0 && intake.Machines.Find("aws", row.InstanceType) is null) intake.Refuse($"{row.InstanceType} has accelerators of a kind that nobody says");
        else intake.Keep(row with { Purchase = purchase, Price = price });
    }

    private static double Number(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out double number, out _) ? number : 0;
}
