using System.Collections.Immutable;
using System.Text.Json;
using Haggle.Core.Ledger;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Storage.Sqlite.Json;

namespace Haggle.Storage.Sqlite;

/// <summary>The SQL that changes runs. Each method is called inside a transaction.</summary>
internal static class RunWrites
{
    /// <summary>Adds a run, or gives the one that the same submission made before.</summary>
    public static Run Add(Connection connection, string submission, Job job, RunSource source, DateTimeOffset now)
    {
        if (connection.TryQuery("select id, doc from runs where submission = ?1", RunReads.ToRun, out var earlier, submission) && earlier is not null) return earlier;
        connection.TryQuery(
            "insert into runs (submission, name, phase, version, due_at, submitted_at, doc) values (?1, ?2, ?3, 1, ?4, ?4, '') returning id",
            row => row.GetInt64(0), out var id, submission, job.Name, nameof(RunPhase.Placing), now.UtcTicks);
        var run = new Run { Id = new RunId(id), Version = 1, Job = job, SubmittedAt = now, DueAt = now };
        connection.Execute("update runs set doc = ?2 where id = ?1", id, JsonSerializer.Serialize(run, StoreJson.Default.Run));
        connection.Execute(
            "insert into run_sources (run, file_name, text, user, estimate) values (?1, ?2, ?3, ?4, ?5)",
            id, source.FileName, source.Text, source.User, source.Estimate);
        for (var i = 0; i < source.Secrets.Length; i++)
            connection.Execute("insert into run_secrets (run, place, name, value) values (?1, ?2, ?3, ?4)", id, (long)i, source.Secrets[i].Key, source.Secrets[i].Value);
        return run;
    }

    /// <summary>Stores a change if the stored version is the one before; false leaves everything as it was.</summary>
    /// <param name="connection">The connection, in a transaction.</param>
    /// <param name="change">The change.</param>
    /// <param name="doc">The JSON of its new state.</param>
    public static bool Save(Connection connection, RunChange change, string doc)
    {
        var next = change.Next;
        var changed = connection.Execute(
            "update runs set phase = ?3, version = ?2, due_at = ?4, ended_at = ?5, doc = ?6 where id = ?1 and version = ?2 - 1",
            next.Id.Value, next.Version, next.Phase.ToString(), next.DueAt.UtcTicks, next.EndedAt?.UtcTicks, doc);
        if (changed == 0) return false;
        if (next.Attempt is { } attempt) SaveSlots(connection, next.Id, attempt.Slots);
        SaveSlots(connection, next.Id, next.Leaving);
        foreach (var line in change.Events) Add(connection, line);
        foreach (var line in change.Entries) Add(connection, line);
        CloseSlots(connection, change);
        if (change.Ended is { } ended)
            connection.Execute("insert into attempts (run, doc) values (?1, ?2)", next.Id.Value, JsonSerializer.Serialize(ended, StoreJson.Default.AttemptRecord));
        return true;
    }

    private static void SaveSlots(Connection connection, RunId run, ImmutableArray<Slot> slots)
    {
        // Most slots are as they were: the condition spares the write.
        foreach (var slot in slots)
            connection.Execute(
                """
                insert into slots (token, run, epoch, rank, provider, machine, state) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                on conflict (token) do update set machine = excluded.machine, state = excluded.state
                where machine is not excluded.machine or state <> excluded.state
                """,
                slot.Token.Value, run.Value, (long)slot.Epoch, (long)slot.Rank, slot.Quote.Offer.Provider.Value, slot.Machine?.Value, slot.State.ToString());
    }

    /// <summary>
    /// A slot that the run holds no more is over by the run's word. Should the run be wrong, the sweep finds a machine at the provider whose row is
    /// over, and ends it; a row that stayed alive for nobody would hide it for good.
    /// </summary>
    private static void CloseSlots(Connection connection, RunChange change)
    {
        var next = change.Next;
        foreach (var token in connection.Query("select token from slots where run = ?1 and state not in ('Gone', 'NeverBorn')", row => row.GetString(0), next.Id.Value))
        {
            if (next.AllSlots.Any(slot => slot.Token.Value == token)) continue;

            // Nobody has ever seen a machine of what had no name at its provider and cost nothing (one seen only when it was gone has its ledger line by now).
            connection.Execute(
                """
                update slots set state = case
                  when machine is null and not exists (select 1 from ledger where run = ?2 and token = ?1) then 'NeverBorn' else 'Gone' end
                where token = ?1
                """,
                token, next.Id.Value);
        }
    }

    private static void Add(Connection connection, RunEvent line) => connection.Execute(
        "insert into events (run, epoch, at, kind, text) values (?1, ?2, ?3, ?4, ?5)",
        line.Run.Value, (long)line.Epoch, line.At.UtcTicks, line.Kind, line.Text);

    private static void Add(Connection connection, LedgerEntry line) => connection.Execute(
        "insert into ledger (run, epoch, token, kind, at, since, until, amount_nano_usd) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        line.Run.Value, (long)line.Epoch, line.Token.Value, line.Kind.ToString(), line.At.UtcTicks, line.From.UtcTicks, line.Until.UtcTicks, line.Amount.NanoUsd);
}
