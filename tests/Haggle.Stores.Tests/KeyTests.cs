using System.Text;
using Haggle.Buckets;
using Haggle.Core.Tasks;
using Haggle.Server.Stores;
using Haggle.TaskFiles;
using Haggle.Testbed;

namespace Haggle.Stores.Tests;

/// <summary>What goes to a machine to open a store.</summary>
public sealed class KeyTests(SharedServer shared)
{
    [Fact(SkipType = typeof(SharedServer), SkipWhen = nameof(SharedServer.IsMissing), Skip = "rclone and Ceph's gateway are not installed (eng/packages.txt)")]
    public async Task A_machine_gets_a_temporary_key_that_opens_its_own_prefix_and_nothing_else()
    {
        var place = await shared.BucketAsync();
        await shared.Folder(place).WriteAsync("7/mine", Encoding.UTF8.GetBytes("mine"), default);
        await shared.Folder(place).WriteAsync("8/other", Encoding.UTF8.GetBytes("other"), default);
        var book = Book(new StoreEntry { Address = "s3://", Endpoint = shared.Server.Endpoint, AccessKeyId = new Secret(ObjectServer.AccessKey), SecretAccessKey = new Secret(ObjectServer.SecretKey), Role = ObjectServer.Role });
        var mine = place.In("7");
        var grant = await book.ForMachineAsync(mine, writes: true, default);
        Assert.NotEqual(ObjectServer.AccessKey, grant.Access.AccessKeyId);
        Assert.NotEqual(ObjectServer.SecretKey, grant.Access.SecretAccessKey);
        Assert.True(grant.RenewAt < TimeProvider.System.GetUtcNow().AddHours(1));

        var own = shared.Folder(mine, grant.Access);
        Assert.Equal("mine", Encoding.UTF8.GetString((await own.ReadAsync("mine", default))!));
        await own.WriteAsync("new", Encoding.UTF8.GetBytes("new"), default);
        Assert.Equal(["mine", "new"], (await own.ListAsync(default)).Select(file => file.Path));
        await own.DeleteAsync("new", default);
        var other = shared.Folder(place.In("8"), grant.Access);
        Assert.Equal(StoreTrouble.Denied, (await Assert.ThrowsAsync<BucketException>(() => other.WriteAsync("x", Encoding.UTF8.GetBytes("x"), default))).Trouble);
        Assert.NotEmpty(await Assert.ThrowsAsync<BucketException>(async () => Assert.NotNull(await other.ReadAsync("other", default))) is { Message: var why } ? why : "");
        Assert.Same(grant, await book.ForMachineAsync(mine, writes: true, default));
    }

    [Fact]
    public async Task The_users_own_credentials_become_a_federated_users_key_for_the_runs_prefix()
    {
        await using var service = new TokenServer();
        var own = new StoreAccess { AccessKeyId = "AKIAOWN", SecretAccessKey = "own-secret-of-the-account" };
        var place = StoreBook.Read("s3://team/runs/me/7");
        var (access, until) = await TemporaryKeys.OfUserAsync(place, own, service.Address, writes: true, default);
        Assert.Equal(("ASIATEMP", "temporary", "session"), (access.AccessKeyId, access.SecretAccessKey, access.SessionToken));
        Assert.Equal(TokenServer.Until, until);
        Assert.Equal(("GetFederationToken", "haggle", "43200"), (service.Asked["Action"], service.Asked["Name"], service.Asked["DurationSeconds"]));
        Assert.Equal(AccessPolicy.Of(place, writes: true), service.Asked["Policy"]);
        Assert.DoesNotContain("own-secret", service.Whole, StringComparison.Ordinal);

        service.Refuses = true;
        var refused = await Assert.ThrowsAsync<BucketException>(() => TemporaryKeys.OfUserAsync(place, own, service.Address, writes: true, default));
        Assert.Equal(StoreTrouble.Denied, refused.Trouble);
        Assert.Contains("name a role, or a key that opens only this bucket, under 'stores: {s3://team/runs/me/7: ...}'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_the_configuration_names_for_a_bucket_goes_to_machines_and_the_longest_address_wins()
    {
        var book = Book(
            new StoreEntry { Address = "s3://bucket", AccessKeyId = new Secret("WIDE"), SecretAccessKey = new Secret("w") },
            new StoreEntry { Address = "s3://bucket/runs", AccessKeyId = new Secret("NARROW"), SecretAccessKey = new Secret("n") });
        Assert.Equal("NARROW", (await book.ForMachineAsync(StoreBook.Read("s3://bucket/runs/1"), true, default)).Access.AccessKeyId);
        Assert.Equal("WIDE", (await book.ForMachineAsync(StoreBook.Read("s3://bucket/runs-of-others"), true, default)).Access.AccessKeyId);
        Assert.False((await book.ForMachineAsync(StoreBook.Read("r2://bucket"), true, default)).Access.HasCredentials);
    }

    [Theory]
    [InlineData("env:HAGGLE_NO_SUCH_VARIABLE", "the variable HAGGLE_NO_SUCH_VARIABLE is not set where the server was started")]
    [InlineData("file:/nowhere/key", "/nowhere/key cannot be read")]
    public void A_key_that_is_not_where_it_is_said_to_be_is_told(string written, string says)
    {
        var book = Book(new StoreEntry { Address = "s3://b", AccessKeyId = new Secret("id"), SecretAccessKey = new Secret(written) });
        Assert.Contains($"stores.s3://b.secret_access_key: {says}", Assert.Throws<BucketException>(() => book.ForServer(StoreBook.Read("s3://b/x"))).Message, StringComparison.Ordinal);
    }

    private static StoreBook Book(params StoreEntry[] entries) => new([.. entries], TimeProvider.System);
}
