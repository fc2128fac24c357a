import { shortestSecret, type Secret } from '../../domain/secret.js';

/** Removes opened secrets from text by value, in the forms in which programs print them. */
export function redactor(secrets: readonly Secret[]): (text: string) => string {
  const forms = secrets.flatMap((secret) => {
    const value = secret.reveal();
    if (value.length < shortestSecret) return [];
    const base64 = Buffer.from(value, 'utf8').toString('base64');
    return [value, base64, base64.replace(/=+$/, ''), encodeURIComponent(value), JSON.stringify(value).slice(1, -1)];
  });
  const longestFirst = [...new Set(forms)].sort((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((rest, form) => rest.replaceAll(form, '[redacted]'), text);
}
