declare module 'parse-prometheus-text-format' {
  /** Metrics of a page, each with its samples; it brings no types along. */
  function parsePrometheusTextFormat(text: string): unknown;
  export = parsePrometheusTextFormat;
}
