using Haggle.Core.Market;
using Haggle.Core.Runs;

namespace Haggle.Engine.Ports;

/// <summary>The row of one intended machine: what a sweep compares with the provider's list.</summary>
/// <param name="Token">The machine's unique name.</param>
/// <param name="Run">The run.</param>
/// <param name="Epoch">The attempt.</param>
/// <param name="Rank">The node's number.</param>
/// <param name="Provider">Who was asked.</param>
/// <param name="Machine">The provider's name of it; null while unknown.</param>
/// <param name="State">Where it stands.</param>
public sealed record SlotRow(LaunchToken Token, RunId Run, int Epoch, int Rank, ProviderName Provider, MachineId? Machine, SlotState State);
