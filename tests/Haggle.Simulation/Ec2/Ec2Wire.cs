using System.Net;
using System.Text;
using Haggle.Simulation.Ports;
using Haggle.Simulation.Time;

namespace Haggle.Simulation.Ec2;

/// <summary>
/// The way of one life of the server to EC2: the real provider's signed requests go in, and what the fake answers comes out, unless it is lost, comes too late for
/// somebody who was killed meanwhile, or is one call too many.
/// </summary>
internal sealed class Ec2Wire(Ec2World world, Life life, Dice dice) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath.Split('/');
        var target = request.Headers.TryGetValues("X-Amz-Target", out var targets) ? targets.First() : "";
        var question = await request.Content!.ReadAsStringAsync(cancellationToken);
        return await PassAsync(path[1], path[2], target, question, cancellationToken);
    }

    private Task<HttpResponseMessage> PassAsync(string service, string region, string target, string question, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<HttpResponseMessage>();
        if (life.IsOver) return done.Task;
        var form = target.Length > 0 ? [] : question.Split('&').Select(each => each.Split('=')).ToDictionary(each => each[0], each => Uri.UnescapeDataString(each[1]), StringComparer.Ordinal);
        var action = target.Length > 0 ? target[(target.IndexOf('.', StringComparison.Ordinal) + 1)..] : form["Action"];
        var crash = world.Crashes.At(life, 0);
        if (crash is CrashPoint.Before)
        {
            world.Kill(life, $"before {action}");
            return done.Task;
        }

        if (world.Bug is Ec2Bug.FreshTokens && form.ContainsKey("ClientToken")) form["ClientToken"] += $"-{world.Calls}";
        if (world.Bug is Ec2Bug.EndOnce && action == "TerminateInstances" && !world.EndAsked.Add(form["InstanceId.1"])) (action, form["Action"]) = ("DescribeInstances", "DescribeInstances");
        if (world.Bug is Ec2Bug.StopsOnly && action == "RunInstances") form["InstanceInitiatedShutdownBehavior"] = "stop";
        var (questionLost, answerLost) = (world.IsStormy && dice.Chance(world.Schedule.LostQuestions), world.IsStormy && dice.Chance(world.Schedule.LostAnswers));
        var cancelled = cancellationToken.UnsafeRegister(_ => done.TrySetCanceled(cancellationToken), null);
        var (least, most) = world.Travel(action);
        world.Pump.After(dice.Between(least, most), () =>
        {
            // A request whose sender has died meanwhile may have been on its way already.
            if (life.IsOver && dice.Chance(0.5)) return;
            if (questionLost)
            {
                Lose("question", action);
                return;
            }

            var (status, answer) = world.Answer(service, region, action, form, question);
            if (world.Trace.IsOn) world.Trace.Say("ec2", $"{region} {action} {form.GetValueOrDefault("ClientToken", form.GetValueOrDefault("InstanceId.1", ""))}: {status}{(status == 200 ? "" : " " + Code(answer))}");
            if (life.IsOver) return;
            if (crash is CrashPoint.After) world.Kill(life, $"after {action}");
            else if (answerLost) Lose("answer", action);
            else Later(most, () => done.TrySetResult(new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(answer)) }));
        });
        return done.Task;

        void Lose(string what, string of)
        {
            world.Lost++;
            world.Trace.Say("wire", $"the {what} of {of} is lost");
            if (!dice.Chance(world.Schedule.Silent)) Later(TimeSpan.FromSeconds(5), () => done.TrySetException(new HttpRequestException($"the {what} was lost")));
        }

        void Later(TimeSpan until, Action act) => world.Pump.After(dice.Between(least, until), life, () =>
        {
            cancelled.Dispose();
            act();
        });
    }

    private static string Code(string answer)
    {
        var (from, to) = (answer.IndexOf("<Code>", StringComparison.Ordinal), answer.IndexOf("</Code>", StringComparison.Ordinal));
        return from < 0 || to < from ? answer : answer[(from + 6)..to];
    }
}
