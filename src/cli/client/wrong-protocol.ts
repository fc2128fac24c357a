import { z } from 'zod';

const caused = z.object({ cause: z.object({ code: z.string().default(''), message: z.string() }) });
/** What TLS says of an answer in clear. */
const notTls: ReadonlySet<string> = new Set(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG']);
/** https://nodejs.org/api/tls.html#x509-certificate-error-codes, and the name's own. */
const ofCertificate = /CERT|^(?:UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH_EXCEEDED)/;

/**
 * Why what answers at a URL is not the API of a server that waiting brings back, and the way out; undefined for what may be mended by
 * waiting.
 */
export function wrongProtocol(url: string, error: unknown): string | undefined {
  const { code, message } = caused.safeParse(error).data?.cause ?? { code: '', message: '' };
  const { protocol, host } = new URL(url);
  // Of the fetch standard, by its list of ports that are of other protocols: nobody was asked.
  if (message === 'bad port') {
    return `${host} has the port of another protocol, at which no API is asked; give the URL of the API by --url or HOSTWRIGHT_URL`;
  }
  if (notTls.has(code)) {
    return `what answers at ${host} speaks no TLS; if it is Hostwright, give the URL as ${url.replace(/^https:/, 'http:')} by --url or HOSTWRIGHT_URL`;
  }
  // Other codes of the parser tell of an answer that broke off, as of a server that ends.
  if (code === 'HPE_INVALID_CONSTANT') {
    return `what answers at ${host} speaks no HTTP, so it is no API of Hostwright; give the URL of that by --url or HOSTWRIGHT_URL`;
  }
  if (protocol === 'https:' && ofCertificate.test(code)) {
    return `the certificate of ${host} is not trusted here: ${message}; NODE_EXTRA_CA_CERTS names a file with the authority that issued it`;
  }
  return undefined;
}
