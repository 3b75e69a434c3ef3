namespace Haggle.Providers.Aws;

/// <summary>EC2's calls as they are documented: a form goes out, XML comes back.</summary>
internal sealed class Ec2Client(AwsCaller caller)
{
    /// <summary>A list that is longer than this is a mistake of somebody's.</summary>
    private const int PagesMax = 1000;

    /// <summary>Asks once.</summary>
    /// <exception cref="AwsError">EC2 refuses it.</exception>
    /// <exception cref="Engine.Ports.ProviderException">There was no answer that can be understood.</exception>
    public async Task<Ec2Node> AskAsync(string region, Ec2Form form, CancellationToken cancellationToken) => await AskAsync("ec2", region, form, cancellationToken).ConfigureAwait(false);

    public async Task<Ec2Node> AskAsync(string service, string region, Ec2Form form, CancellationToken cancellationToken)
    {
        var answer = await caller.CallAsync(service, region, form.ToBytes(), "", Error, cancellationToken).ConfigureAwait(false);
        try
        {
            return Ec2Node.Parse(answer);
        }
        catch (InvalidDataException fault)
        {
            throw new Engine.Ports.ProviderException(AwsCaller.Provider, $"{service} in {region}: {fault.Message}", isTransient: true, fault);
        }
    }

    /// <summary>All items of a list, over its pages.</summary>
    /// <param name="region">The region.</param>
    /// <param name="form">Makes the question anew for each page.</param>
    /// <param name="set">The list's name in the answer.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<List<Ec2Node>> ListAsync(string region, Func<Ec2Form> form, string set, CancellationToken cancellationToken)
    {
        var (items, next) = (new List<Ec2Node>(), "");
        for (var page = 0; page < PagesMax; page++)
        {
            var answer = await AskAsync(region, form().Add("NextToken", next), cancellationToken).ConfigureAwait(false);
            items.AddRange(answer[set].Items);
            next = answer["nextToken"].Text;
            if (next.Length == 0) return items;
        }

        throw new Engine.Ports.ProviderException(AwsCaller.Provider, $"a list in {region} has more than {PagesMax} pages", isTransient: false);
    }

    // EC2 writes Response/Errors/Error, STS ErrorResponse/Error; what is neither has no code.
    private static (string Code, string Message) Error(byte[] body)
    {
        try
        {
            var root = Ec2Node.Parse(body);
            var error = root["Errors"]["Error"].IsThere ? root["Errors"]["Error"] : root["Error"];
            return (error["Code"].Text, error["Message"].Text);
        }
        catch (InvalidDataException)
        {
            return ("", "");
        }
    }
}
