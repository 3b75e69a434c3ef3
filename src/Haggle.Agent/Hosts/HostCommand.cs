using System.Text.Json;
using Haggle.Agent.Allotments;
using Haggle.Wire.Hosts;

namespace Haggle.Agent.Hosts;

/// <summary>
/// <c>haggle-agent host ...</c>: questions about this computer and its allotments, answered with one JSON object on standard output. An answer of any
/// outcome is exit code 0.
/// </summary>
internal static class HostCommand
{
    // A wish is a few hundred bytes.
    private const int MostInput = 64 * 1024;

    public const string Help = """
          haggle-agent host facts           tell what this computer has, what is free and who uses it
          haggle-agent host allot           give a part of this computer: the wish as JSON on standard input
          haggle-agent host renew TOKEN [SECONDS]
                                            let an allotment stand for longer
          haggle-agent host free TOKEN      give an allotment back
          haggle-agent host list            tell what is allotted
          haggle-agent host serve DIR       make, list and end the machines whose folders are in DIR, as asked over standard input
        """;

    public static async Task<int> RunAsync(string[] words, string version, TimeProvider time, CancellationToken cancellationToken)
    {
        var book = new AllotmentBook(AllotmentPlace.Find(), AllotmentLife.OfThisHost(), time);
        try
        {
            switch (words)
            {
                case ["facts"]:
                    return Answer(JsonSerializer.SerializeToUtf8Bytes(await HostFacts.ReadAsync(version, book, time, cancellationToken), HostJson.Default.HostFactsMessage));
                case ["allot"]:
                    return await AllotAsync(book, time, cancellationToken);
                case ["renew", var token]:
                    return Answer(await book.RenewAsync(token, 0, 0, cancellationToken));
                case ["renew", var token, var seconds] when double.TryParse(seconds, System.Globalization.CultureInfo.InvariantCulture, out var lease) && lease is > 0 and <= 86_400:
                    return Answer(await book.RenewAsync(token, lease, 0, cancellationToken));
                case ["free", var token]:
                    return Answer(await book.FreeAsync(token, 0, cancellationToken));
                case ["list"]:
                    return Answer(await book.ListAsync((await Drivers.AskAsync(time, whole: false, cancellationToken)).Gpus, cancellationToken));
                case ["serve", var root]:
                    await new HostServing(Path.GetFullPath(root), version, book, time).RunAsync(new StandardStream(), cancellationToken);
                    return 0;
                default:
                    return Fail(2, "this is not a question that a host is asked; haggle-agent --help lists them");
            }
        }
        catch (AllotmentFault fault)
        {
            return Fail(1, fault.Message);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Fail(1, $"the allotments in {book.Folder} cannot be used: {fault.Message}");
        }
    }

    private static async Task<int> AllotAsync(AllotmentBook book, TimeProvider time, CancellationToken cancellationToken)
    {
        AllotRequest? wish;
        try
        {
            wish = JsonSerializer.Deserialize((await InputAsync(cancellationToken)).Span, HostJson.Default.AllotRequest);
        }
        catch (JsonException fault)
        {
            return Fail(2, $"the wish on standard input cannot be understood: {fault.Message}");
        }

        var problem = wish is null ? "the wish is empty" : AllotmentRules.Problem(wish);
        if (wish is null || problem.Length > 0) return Fail(2, problem);
        var gpus = wish.Gpus > 0 ? (await Drivers.AskAsync(time, whole: false, cancellationToken)).Gpus : [];
        return Answer(await book.AllotAsync(wish, gpus, cancellationToken));
    }

    private static async Task<ReadOnlyMemory<byte>> InputAsync(CancellationToken cancellationToken)
    {
        await using var input = Console.OpenStandardInput();
        var bytes = new byte[MostInput];
        var length = await input.ReadAtLeastAsync(bytes, MostInput, throwOnEndOfStream: false, cancellationToken);
        return bytes.AsMemory(0, length);
    }

    private static int Answer(AllotAnswer answer) => Answer(JsonSerializer.SerializeToUtf8Bytes(answer, HostJson.Default.AllotAnswer));

    private static int Answer(byte[] json)
    {
        using var output = Console.OpenStandardOutput();
        output.Write(json);
        output.WriteByte((byte)'\n');
        return 0;
    }

    private static int Fail(int code, string message)
    {
        Console.Error.WriteLine($"haggle-agent: {message}");
        return code;
    }
}
