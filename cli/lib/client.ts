// The client of the public interface is shared with the demo city; the verbs find it here.
export * from '../../src/play/client.ts';
