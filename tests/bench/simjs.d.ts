/** simjs ships no types: what we use of it is described where it is used. */
declare module 'simjs';
