using System.Globalization;
using System.Security;
using System.Text;

namespace Haggle.Testbed.Aws;

/// <summary>What the fake answers, in the XML of EC2's documentation.</summary>
internal static class FakeEc2Answers
{
    private const int Page = 2;

    public static (int Status, string Answer) Error(string code, int status) =>
        (status, $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error><Code>{code}</Code><Message>said by the fake</Message></Error></Errors><RequestID>r-1</RequestID></Response>");

    /// <summary>What a service answers.</summary>
    public static (int Status, string Answer) Service(FakeEc2 cloud, string service, string region, string action, IReadOnlyDictionary<string, string> form, string question) => service switch
    {
        "servicequotas" => Quotas(cloud, action, question),
        "ec2" or "sts" => Answer(cloud, region, action, form),
        "ssm" => question.Contains("/aws/service/deeplearning/ami/", StringComparison.Ordinal) && cloud.ImageParameter.Length > 0
            ? (200, """{"Parameter":{"Name":"n","Type":"String","Value":"AMI","Version":7}}""".Replace("AMI", cloud.ImageParameter, StringComparison.Ordinal))
            : (400, """{"__type":"ParameterNotFound","message":"no such parameter"}"""),
        _ => Error("InvalidAction", 400),
    };

    private static (int Status, string Answer) Answer(FakeEc2 cloud, string region, string action, IReadOnlyDictionary<string, string> form)
    {
        if (cloud.Forbidden.Contains(action)) return Error("UnauthorizedOperation", 403);
        if (form.GetValueOrDefault("DryRun") == "true") return Error("DryRunOperation", 412);
        switch (action)
        {
            case "GetCallerIdentity":
                return (200, "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/somebody</Arn><UserId>AIDA</UserId><Account>123456789012</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetCallerIdentityResponse>");
            case "DescribeRegions":
                return Ok(action, Set("regionInfo", new[] { ("us-east-1", "opt-in-not-required"), ("eu-west-1", "opt-in-not-required"), ("af-south-1", "not-opted-in") }.Where(each => each.Item1 == form["Filter.1.Value.1"]).Select(each => Text("regionName", each.Item1) + Text("optInStatus", each.Item2))));
            case "DescribeVolumes":
                return Ok(action, Set("volumeSet", Left(cloud, "disk", region).Select(each => Text("volumeId", each.Id) + Text("size", $"{each.Size}") + Text("status", "available") + Tags(each.Owner))));
            case "DescribeAddresses":
                return Ok(action, Set("addressesSet", Left(cloud, "address", region).Select(each => Text("allocationId", each.Id) + Text("publicIp", "198.51.100.9") + Tags(each.Owner))));
            case "DescribeSpotInstanceRequests":
                return Ok(action, Set("spotInstanceRequestSet", Left(cloud, "spot request", region).Select(each => Text("spotInstanceRequestId", each.Id) + Text("state", "open") + "<status>" + Text("code", "capacity-not-available") + "</status>" + Tags(each.Owner))));
            case "DescribeKeyPairs":
                lock (cloud.KeyPairs) return Ok(action, Set("keySet", region == "us-east-1" ? cloud.KeyPairs.Select(key => Text("keyName", key)) : []));
            case "DeleteVolume" or "ReleaseAddress" or "CancelSpotInstanceRequests" or "DeleteKeyPair" or "DeleteSecurityGroup":
                return Delete(cloud, action, form);
            case "RunInstances":
                var (made, error) = cloud.Run(region, form);
                return made is null ? Error(error, 400) : Ok(action, Text("reservationId", "r-" + made.Id) + Text("ownerId", "123456789012") + Set("groupSet", []) + Set("instancesSet", [Instance(made, made.StateAt(cloud.Now))]));
            case "DescribeInstances":
                return DescribeInstances(cloud, region, form);
            case "TerminateInstances":
                var ended = cloud.Terminate(region, form["InstanceId.1"]);
                return ended is null ? Error("InvalidInstanceID.NotFound", 400)
                    : Ok(action, Set("instancesSet", [Text("instanceId", ended.Id) + State("currentState", ended.StateAt(cloud.Now)) + State("previousState", (16, "running"))]));
            case "DescribeSpotPriceHistory":
                return Ok(action, Set("spotPriceHistorySet", Prices(cloud, region, form)) + Text("nextToken", ""));
            case "DescribeInstanceTypeOfferings":
                var types = List(form, "Filter.1.Value");
                return Ok(action, Set("instanceTypeOfferingSet", cloud.Zones.Where(zone => zone.Key.StartsWith(region, StringComparison.Ordinal)).SelectMany(zone => zone.Value.Where(types.Contains).Select(type => Text("instanceType", type) + Text("locationType", "availability-zone") + Text("location", zone.Key)))));
            case "DescribeImages":
                return Ok(action, Set("imagesSet", cloud.Images.Select(each => Text("imageId", each.Id) + Text("imageState", "available") + Text("imageOwnerAlias", each.Alias) + Text("creationDate", each.Made))));
            case "ImportKeyPair":
                lock (cloud.KeyPairs) return cloud.KeyPairs.Add(form["KeyName"]) ? Ok(action, Text("keyName", form["KeyName"]) + Text("keyPairId", "key-1")) : Error("InvalidKeyPair.Duplicate", 400);
            case "CreateSecurityGroup":
                lock (cloud.Groups) return cloud.Groups.TryAdd(form["GroupName"], "sg-" + form["GroupName"]) ? Ok(action, Text("groupId", cloud.Groups[form["GroupName"]])) : Error("InvalidGroup.Duplicate", 400);
            case "DescribeSecurityGroups":
                lock (cloud.Groups) return Ok(action, Set("securityGroupInfo", cloud.Groups.Where(group => form["Filter.1.Name"] == "tag-key" ? region == "us-east-1" : group.Key == form["Filter.1.Value.1"]).Select(group => Text("groupId", group.Value) + Text("groupName", group.Key))));
            case "AuthorizeSecurityGroupIngress":
                lock (cloud.Groups) return cloud.GroupRules.TryAdd(form["GroupId"], form["IpPermissions.1.IpRanges.1.CidrIp"] + ":" + form["IpPermissions.1.ToPort"]) ? Ok(action, Text("return", "true")) : Error("InvalidPermission.Duplicate", 400);
            default:
                return Error("InvalidAction", 400);
        }
    }

    private static (int Status, string Answer) Quotas(FakeEc2 cloud, string action, string question)
    {
        if (action == "RequestServiceQuotaIncrease") return (200, """{"RequestedQuota":{"Id":"1","Status":"PENDING","DesiredValue":4.0}}""");
        var page = question.Contains("\"NextToken\":\"2\"", StringComparison.Ordinal) ? 1 : 0;
        var quotas = cloud.Quotas.Skip(page * 3).Take(3).Select(each => $$"""{"ServiceCode":"ec2","QuotaCode":"{{each.Value.Code}}","QuotaName":"{{each.Key}}","Value":{{each.Value.Vcpus}},"Unit":"None","Adjustable":true}""");
        return (200, $$"""{"Quotas":[{{string.Join(',', quotas)}}]{{(page == 0 ? ",\"NextToken\":\"2\"" : "")}}}""");
    }

    private static (int Status, string Answer) Delete(FakeEc2 cloud, string action, IReadOnlyDictionary<string, string> form)
    {
        if (action == "DeleteSecurityGroup" && cloud.Instances.Any(each => each.EndedAt is null)) return Error("DependencyViolation", 400);
        if (action == "DeleteKeyPair") cloud.KeyPairs.Remove(form["KeyName"]);
        else if (action == "DeleteSecurityGroup") cloud.Groups.Remove(cloud.Groups.First(each => each.Value == form["GroupId"]).Key);
        else
        {
            var id = form.First(each => each.Key is "VolumeId" or "AllocationId" or "SpotInstanceRequestId.1").Value;
            if (cloud.Left.RemoveAll(each => each.Id == id) == 0) return Error("InvalidVolume.NotFound", 400);
        }

        return Ok(action, action == "CancelSpotInstanceRequests" ? "" : Text("return", "true"));
    }

    private static IEnumerable<(string Kind, string Id, string Region, string Owner, int Size)> Left(FakeEc2 cloud, string kind, string region) => cloud.Left.Where(each => each.Kind == kind && each.Region == region);

    private static string Tags(string owner) => Set("tagSet", [Text("key", "haggle:owner") + Text("value", owner)]);

    private static (int Status, string Answer) DescribeInstances(FakeEc2 cloud, string region, IReadOnlyDictionary<string, string> form)
    {
        var (filter, value) = (form.GetValueOrDefault("Filter.1.Name", ""), form.GetValueOrDefault("Filter.1.Value.1", ""));
        var named = form.GetValueOrDefault("InstanceId.1", "");
        var found = cloud.Listed(region).Where(each => (named.Length == 0 || each.Instance.Id == named) && filter switch
        {
            "client-token" => each.Instance.ClientToken == value,
            "tag-key" => each.Instance.Tags.ContainsKey(value),
            _ when filter.StartsWith("tag:", StringComparison.Ordinal) => each.Instance.Tags.GetValueOrDefault(filter[4..]) == value,
            _ => true,
        }).ToArray();
        if (named.Length > 0 && found.Length == 0) return Error("InvalidInstanceID.NotFound", 400);
        var from = form.TryGetValue("NextToken", out var token) ? int.Parse(token, CultureInfo.InvariantCulture) : 0;
        var page = found.Skip(from).Take(Page).Select(each => Text("reservationId", "r-" + each.Instance.Id) + Text("ownerId", "123456789012") + Set("groupSet", []) + Set("instancesSet", [Instance(each.Instance, each.State)]));
        return Ok("DescribeInstances", Set("reservationSet", page) + (from + Page < found.Length ? Text("nextToken", (from + Page).ToString(CultureInfo.InvariantCulture)) : ""));
    }

    private static IEnumerable<string> Prices(FakeEc2 cloud, string region, IReadOnlyDictionary<string, string> form)
    {
        var (types, since) = (List(form, "InstanceType"), DateTimeOffset.Parse(form["StartTime"], CultureInfo.InvariantCulture));
        var until = form.TryGetValue("EndTime", out var end) ? DateTimeOffset.Parse(end, CultureInfo.InvariantCulture) : cloud.Now;
        var zone = form.GetValueOrDefault("AvailabilityZone", "");
        return cloud.Market(region).Where(price => types.Contains(price.Type) && (zone.Length == 0 || price.Zone == zone) && price.At <= until).GroupBy(price => (price.Type, price.Zone))
            .SelectMany(group => group.Where(price => price.At > since).Append(group.Last(price => price.At <= since || price.At == group.First().At)).DistinctBy(price => price.At))
            .Select(price => Text("instanceType", price.Type) + Text("productDescription", cloud.Product) + Text("spotPrice", price.Usd.ToString("0.000000", CultureInfo.InvariantCulture)) + Text("timestamp", Instant(price.At)) + Text("availabilityZone", price.Zone));
    }

    private static string Instance(FakeInstance each, (int Code, string Name) state)
    {
        var xml = new StringBuilder(Text("instanceId", each.Id)).Append(Text("imageId", each.Asked["ImageId"])).Append(State("instanceState", state)).Append(Text("privateDnsName", "")).Append(Text("dnsName", ""));
        var isOver = state.Code >= 32;
        xml.Append(Text("reason", isOver ? each.Reason : ""));
        if (isOver) xml.Append("<stateReason>").Append(Text("code", each.ReasonCode)).Append(Text("message", each.ReasonCode)).Append("</stateReason>");
        xml.Append(Text("keyName", each.Asked["KeyName"])).Append(Text("amiLaunchIndex", "0")).Append(Text("instanceType", each.Type)).Append(Text("launchTime", Instant(each.LaunchedAt)))
            .Append("<placement>").Append(Text("availabilityZone", each.Zone)).Append(Text("tenancy", "default")).Append("</placement>");
        if (state.Code < 48) xml.Append(Text("privateIpAddress", each.Address)).Append(Text("ipAddress", each.PublicAddress));
        if (each.IsSpot) xml.Append(Text("instanceLifecycle", "spot")).Append(Text("spotInstanceRequestId", "sir-" + each.Id));
        return xml.Append(Text("clientToken", each.ClientToken)).Append(Set("tagSet", each.Tags.Select(tag => Text("key", tag.Key) + Text("value", tag.Value)))).ToString();
    }

    private static (int Status, string Answer) Ok(string action, string inner) =>
        (200, $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{action}Response xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r-1</requestId>{inner}</{action}Response>");

    private static string Set(string name, IEnumerable<string> items) => $"<{name}>{string.Concat(items.Select(item => $"<item>{item}</item>"))}</{name}>";

    private static string State(string name, (int Code, string Name) state) => $"<{name}>{Text("code", state.Code.ToString(CultureInfo.InvariantCulture))}{Text("name", state.Name)}</{name}>";

    private static string Text(string name, string value) => $"<{name}>{SecurityElement.Escape(value)}</{name}>";

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.000'Z'", CultureInfo.InvariantCulture);

    private static string[] List(IReadOnlyDictionary<string, string> form, string name) => [.. form.Where(each => each.Key.StartsWith(name + ".", StringComparison.Ordinal)).Select(each => each.Value)];
}
