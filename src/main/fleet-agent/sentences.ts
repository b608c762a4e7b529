/** What whoever reads the program's output should do about a hub that refuses this kiosk. */
const SENTENCES: Readonly<Record<string, string>> = {
  no_code: 'it was never enrolled there; put a new enrolment code into the file that fleet.enrolmentCodeFile names',
  wrong_code: 'the enrolment code is wrong, was used before or is older than a day; ask for a new one',
  bad_signature: 'the hub knows another key for it; ask for a new enrolment code',
  revoked: 'its key was revoked; ask for a new enrolment code',
  another_kiosk: 'the certificate is that of another kiosk; look at fleet.mutualTls',
  superseded: 'another computer speaks to the hub as this kiosk; give one of them an id and a key of its own',
  malformed: 'the hub does not understand it; compare the versions of both',
};

/** Null for what passes by itself. */
export function sentenceOf(problem: string | null, kiosk: string): string | null {
  const advice = SENTENCES[problem ?? ''];
  return advice === undefined ? null : `fleet: the hub refuses ${kiosk}: ${advice}`;
}
