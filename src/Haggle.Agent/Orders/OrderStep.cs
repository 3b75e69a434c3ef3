namespace Haggle.Agent.Orders;

/// <summary>How far an order lets a machine go.</summary>
internal enum OrderStep
{
    Hold,
    Setup,
    Run,
    Stop,
}
