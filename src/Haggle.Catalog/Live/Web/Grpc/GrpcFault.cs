namespace Haggle.Catalog.Live.Web.Grpc;

/// <summary>The service understood the call and refused it: about this one question, not about the source.</summary>
internal sealed class GrpcFault(GrpcStatus status, string message) : Exception(message)
{
    public GrpcStatus Status { get; } = status;
}
