/** Something wrong with a manifest, told without its place in the text. */
export interface Problem {
  /** Keys and positions from the top of the manifest; empty where it is about the whole. */
  readonly path: readonly string[];
  /** Names what is wrong and what would be accepted. */
  readonly message: string;
  /** Where the same stands for the first time, of what is there twice. */
  readonly first?: readonly string[];
  /** The last part of the path is a key that is itself the culprit, rather than what stands behind it. */
  readonly isKey?: true;
  /** The key that was most likely meant by an unknown one. */
  readonly meant?: string;
  /** It says what is wrong with the shape of the same place too, which is then told by this alone. */
  readonly saysShape?: true;
  /** The rule that says the same at the same place, where as much has the shape as it takes to be judged. */
  readonly saidBy?: 'R-NET-1' | 'D-4' | 'R-DB-4';
}
