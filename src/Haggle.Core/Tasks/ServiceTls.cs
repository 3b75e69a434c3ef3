namespace Haggle.Core.Tasks;

/// <summary>The certificate a service answers with.</summary>
/// <param name="KeyFile">Local path of the private key.</param>
/// <param name="CertFile">Local path of the certificate.</param>
public sealed record ServiceTls(string KeyFile, string CertFile);
