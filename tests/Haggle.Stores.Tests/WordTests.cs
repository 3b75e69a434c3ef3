using Haggle.Agent.Checkpoints;
using Haggle.Buckets;
using Haggle.Server.Stores;

namespace Haggle.Stores.Tests;

public sealed class WordTests
{
    [Theory]
    [InlineData(1, "2026/11/21 17:46:56 Failed to lsjson: error in ListJSON: AccessDenied: \n\tstatus code: 403, request id: tx0-404-def, host id: ", StoreTrouble.Denied, "s3://b refuses the credentials (AccessDenied)")]
    [InlineData(1, "Failed to copy: QuotaExceeded: \n\tstatus code: 403, request id: tx, host id: ", StoreTrouble.Full, "s3://b takes no more: its quota is used up")]
    [InlineData(3, "Failed to lsjson: error in ListJSON: directory not found", StoreTrouble.NoBucket, "s3://b is not there (directory not found)")]
    [InlineData(1, "Failed to copy: NoSuchBucket: \n\tstatus code: 404, request id: x", StoreTrouble.NoBucket, "s3://b is not there (NoSuchBucket)")]
    [InlineData(1, "Failed to lsjson with 2 errors: last error was: error in ListJSON: RequestError: send request failed\ncaused by: Get \"http://127.0.0.1:9/b?X-Sig=hidden\": dial tcp 127.0.0.1:9: connect: connection refused", StoreTrouble.Unreachable, "s3://b does not answer (connection refused)")]
    [InlineData(1, "Failed to copy: write /x: no space left on device", StoreTrouble.DiskFull, "the disk of this machine is full")]
    [InlineData(1, "something of 404123 bytes", StoreTrouble.Other, "s3://b: something of 404123 bytes")]
    [InlineData(1, "", StoreTrouble.Other, "s3://b: no reason given")]
    public void What_rclone_says_becomes_a_sentence(int code, string said, StoreTrouble trouble, string sentence)
    {
        var fault = RcloneWords.Fault("it could not be sent", "s3://b", code, said);
        Assert.Equal(trouble, fault.Trouble);
        Assert.StartsWith("it could not be sent: " + sentence, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Theory]
    [InlineData(100, 10, 20, false, "there is time for both")]
    [InlineData(25, 10, 20, true, "only the newer one fits")]
    [InlineData(15, 10, 20, false, "the newer one does not fit, the older may")]
    [InlineData(5, 10, 20, false, "neither fits: the older is ahead")]
    [InlineData(25, -1, 20, false, "nothing is known of the older")]
    [InlineData(25, 10, -1, false, "nothing is known of the newer")]
    public void In_the_time_of_a_notice_the_better_upload_is_chosen(int left, int rest, int newer, bool givesUp, string why) =>
        Assert.True(givesUp == UploadChoice.GivesUp(TimeSpan.FromSeconds(left), Known(rest), Known(newer)), why);

    [Theory]
    [InlineData(120, 30, -1, 30, "nothing to upload: as ever")]
    [InlineData(120, 30, 20, 30, "there is time for all of the grace and the upload")]
    [InlineData(40, 30, 20, 19.7, "the grace is cut so that the upload fits")]
    [InlineData(40, 30, 100, 10, "an upload that never fits takes three quarters at most")]
    public void The_grace_leaves_time_for_the_upload(double left, double grace, double upload, double expected, string why) =>
        Assert.True(Math.Abs(expected - Agent.Reclaim.GraceWithin(TimeSpan.FromSeconds(left), TimeSpan.FromSeconds(grace), Known(upload)).TotalSeconds) < 0.01, why);

    [Fact]
    public void An_upload_is_expected_to_take_half_as_much_again_as_the_last_one() =>
        Assert.Equal(TimeSpan.FromSeconds(16), UploadChoice.Takes(1000, 100));

    [Fact]
    public void A_temporary_key_opens_one_prefix_and_nothing_else()
    {
        Snapshot.Matches("policies", string.Join('\n', AccessPolicy.Of(Read("s3://bucket/runs/me/7"), writes: true), AccessPolicy.Of(Read("s3://bucket"), writes: false)) + "\n");
        static BucketAddress Read(string text) => BucketAddress.TryRead(text, out _)!;
    }

    private static TimeSpan? Known(double seconds) => seconds < 0 ? null : TimeSpan.FromSeconds(seconds);
}
