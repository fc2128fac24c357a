/**
 * Makes something at the first call and keeps it for as long as the function stays warm. What could not be made is made anew at the
 * next call.
 */
export function keptWarm<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
