namespace Haggle.Agent.Orders;

/// <summary>The words of the stages.</summary>
internal static class OrderSteps
{
    public static OrderStep Parse(string stage) => stage switch
    {
        "hold" => OrderStep.Hold,
        "setup" => OrderStep.Setup,
        "run" => OrderStep.Run,
        "stop" => OrderStep.Stop,
        _ => throw new InvalidDataException($"the stage \"{stage}\" is not known; use hold, setup, run or stop"),
    };
}
