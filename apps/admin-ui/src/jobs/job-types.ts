export const jobTypes = ['audit_verification', 'bulk_revocation', 'reseal', 'person_erasure', 'import'] as const;
export type JobType = (typeof jobTypes)[number];

export const isJobType = (type: string | undefined): type is JobType => jobTypes.some((known) => known === type);
