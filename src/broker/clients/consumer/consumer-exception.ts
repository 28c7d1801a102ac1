/** What a consumer throws at its program. */

/** An exception, with the name of Kafka's class. */
export class ConsumerException extends Error {
  readonly kind: string;

  constructor(kind: string, sentence: string) {
    super(sentence);
    this.kind = kind;
  }
}

/** Another consumer has taken the place of this static one. Source: Errors.FENCED_INSTANCE_ID. */
export function fenced(): ConsumerException {
  return new ConsumerException(
    'FencedInstanceIdException',
    'The broker rejected this static consumer since another consumer with the same group.instance.id has registered with a different member.id.',
  );
}

/** No assignor that all members know. Source: Errors.INCONSISTENT_GROUP_PROTOCOL. */
export function inconsistent(): ConsumerException {
  return new ConsumerException(
    'InconsistentGroupProtocolException',
    "The group member's supported protocols are incompatible with those of existing members or first group member tried to join with empty protocol type or empty protocol list.",
  );
}

/** The program asked for something that it may not ask now. */
export function illegal(sentence: string): ConsumerException {
  return new ConsumerException('IllegalStateException', sentence);
}
