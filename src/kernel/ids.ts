/** Ids come from outside: nothing here makes one, since that needs chance. */
export type Uuid = string & { readonly uuid: 4 };

const uuidV4Pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Version 4, lower case only, so that one id has one spelling wherever it is hashed or compared. */
export function isUuid(text: string): text is Uuid {
  return uuidV4Pattern.test(text);
}

const leafIdPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[48][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Leaves of acts have drawn ids; that of a sealed batch comes from its root (version 8). */
export function isLeafId(text: string): boolean {
  return leafIdPattern.test(text);
}
