using System.Globalization;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;

namespace Haggle.Bench.Scale;

/// <summary>Jobs as people write them. Each has texts of its own: shared ones would make ten thousand runs look smaller than they are.</summary>
internal static class TypicalJob
{
    public static Job Of(int number)
    {
        var name = "train-" + number.ToString(CultureInfo.InvariantCulture);
        return new Job
        {
            Name = name,
            Setup = $"# {name}\npython3 -m venv venv\nvenv/bin/pip install --quiet -r requirements.txt\n",
            Run = $"# {name}\nsource venv/bin/activate\nexec torchrun --nproc_per_node=$HAGGLE_NUM_GPUS_PER_NODE train.py \\\n  --config configs/7b.yaml --data $DATA --out checkpoints \\\n  --lr 3e-4 --warmup 2000 --batch 512 --seq 4096 --seed {number}\n",
            Environment = [new("DATA", $"/data/shards/{number}"), new("WANDB_PROJECT", name), new("OMP_NUM_THREADS", "8"), new("NCCL_DEBUG", "WARN")],
            Wishes = [new ResourceWish { Accelerator = "H100", AcceleratorCount = 8, Vcpus = 32, Memory = Gib.FromGib(256), Spot = true }],
            Checkpoint = new CheckpointRule("checkpoints", TimeSpan.FromMinutes(10), 3),
            Budget = Money.FromUsd(5000),
            Bundle = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name))),
        };
    }

    public static RunSource Source(Job job) => new("task.yaml", $"name: {job.Name}\nsetup: |\n  {job.Setup}\nrun: |\n  {job.Run}\n", [], "ada", "");
}
