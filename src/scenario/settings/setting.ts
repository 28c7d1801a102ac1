/** What a setting of the broker or of its clients is: its real name, its default, and what it does. */

/** Whose setting it is: a producer's, a consumer's, any client's, the brokers', or a topic's. */
export type SettingScope = 'producer' | 'consumer' | 'client' | 'broker' | 'topic';

/** The value of a setting. */
export type SettingValue = number | boolean | string;

/** A setting of Kafka's clients, brokers or topics. */
export type BrokerSetting = WholeSetting | FlagSetting | WordSetting;

interface SettingText {
  /** The real name. */
  readonly name: string;
  readonly scope: SettingScope;
  /** What it does, in one sentence. */
  readonly sentence: string;
  /** The class of Apache Kafka that states the default. */
  readonly source: string;
  /** Why a scenario that says nothing gets another value than Kafka's default. */
  readonly assumedBecause?: string;
}

/** A setting that is a whole number. */
export interface WholeSetting extends SettingText {
  readonly type: 'whole';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly unit:
    'ms' | 'minutes' | 'records' | 'bytes' | 'requests' | 'times' | 'replicas' | 'percent';
}

/** A setting that is on or off. */
export interface FlagSetting extends SettingText {
  readonly type: 'flag';
  readonly default: boolean;
  readonly assumed?: boolean;
}

/** A setting that is one of a few words. */
export interface WordSetting extends SettingText {
  readonly type: 'word';
  readonly words: readonly string[];
  readonly default: string;
  readonly assumed?: string;
}
