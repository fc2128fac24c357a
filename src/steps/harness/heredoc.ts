/** Redirects a text to what stands before it on the line, encoded; `afterwards` ends that line. */
export function heredoc(content: string, afterwards = ''): string {
  const encoded = Buffer.from(content, 'utf8').toString('base64');
  return `<<'HW_END'${afterwards}\n${encoded}\nHW_END\n`;
}
