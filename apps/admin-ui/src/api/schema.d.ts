/** Written by commands/generate-openapi.mjs from docs/openapi.json. */
export interface paths {
  '/oauth2/token': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Get an access token for the broker (RFC 6749 section 4.4), or exchange a person’s id for a token (RFC 8693) */
    post: operations['issueAccessToken'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/oauth2/introspect': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Is a handle of one’s own still good? (RFC 7662) */
    post: operations['introspectHandle'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/oauth2/revoke': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** End a handle of one’s own (RFC 7009) */
    post: operations['revokeHandle'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/.well-known/oauth-authorization-server': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Authorization server metadata (RFC 8414) */
    get: operations['authorizationServerMetadata'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/.well-known/jwks.json': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Keys that sign access tokens (RFC 7517) */
    get: operations['jwks'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tokens': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Get a DingTalk user token for a person */
    post: operations['issueToken'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/handles': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Get a handle for the gateway, narrower than any token */
    post: operations['issueHandle'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tokens/batch': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Get up to 100 tokens at once, an outcome each */
    post: operations['issueTokens'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/grants/{grantId}/revoke': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** End a grant; needs an entitlement with mayRevoke */
    post: operations['revokeGrantByCaller'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/handouts/{handoutId}/return': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Say that a hand-out of one’s own is no longer held */
    post: operations['returnHandout'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/events/dingtalk/{application}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Where DingTalk pushes the events of an application */
    post: operations['pushDingTalkEvent'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/consents': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Ask a person for consent: a link to pass on */
    post: operations['createConsent'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/consents/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What became of a consent this caller asked for */
    get: operations['getConsent'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/grants': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Exchange a code obtained elsewhere for a grant; needs an entitlement with mayBringCodes */
    post: operations['exchangeAuthCode'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/applications': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the registered DingTalk applications
     * @description [Applications in the admin UI](/admin/applications)
     */
    get: operations['listApplications'];
    put?: never;
    /**
     * Register a DingTalk application
     * @description [Applications in the admin UI](/admin/applications)
     */
    post: operations['registerApplication'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/applications/check': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Check an application at DingTalk before registering it
     * @description [Applications in the admin UI](/admin/applications)
     */
    post: operations['checkDraftApplication'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/applications/{name}/check': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Check a registered application at DingTalk
     * @description [Applications in the admin UI](/admin/applications)
     */
    post: operations['checkApplication'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/applications/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read one application
     * @description [Applications in the admin UI](/admin/applications)
     */
    get: operations['getApplication'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * Change an application; a new secret keeps its grants
     * @description [Applications in the admin UI](/admin/applications)
     */
    patch: operations['changeApplication'];
    trace?: never;
  };
  '/admin/v1/applications/{name}/health': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How an application is doing, and who depends on it
     * @description [Applications in the admin UI](/admin/applications)
     */
    get: operations['getApplicationHealth'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/applications/{name}/suspend': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Stop consents and hand-outs of an application
     * @description [Applications in the admin UI](/admin/applications)
     */
    post: operations['suspendApplication'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/applications/{name}/resume': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Let a suspended application go on
     * @description [Applications in the admin UI](/admin/applications)
     */
    post: operations['resumeApplication'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/applications/{name}/abilities': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List what AI plugins can ask, and the services that do it
     * @description [Applications in the admin UI](/admin/applications)
     */
    get: operations['listAbilities'];
    put?: never;
    /**
     * Register the service that does what an AI plugin asks
     * @description [Applications in the admin UI](/admin/applications)
     */
    post: operations['registerAbility'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/applications/{name}/abilities/{abilityKey}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Remove an ability, and answer what it was
     * @description [Applications in the admin UI](/admin/applications)
     */
    delete: operations['removeAbility'];
    options?: never;
    head?: never;
    /**
     * Change an ability; the next call has it
     * @description [Applications in the admin UI](/admin/applications)
     */
    patch: operations['changeAbility'];
    trace?: never;
  };
  '/admin/v1/callers': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the callers and their entitlements
     * @description [Callers in the admin UI](/admin/callers)
     */
    get: operations['listCallers'];
    put?: never;
    /**
     * Create a caller; its secret is in the answer this once
     * @description [Callers in the admin UI](/admin/callers)
     */
    post: operations['createCaller'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/callers/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read one caller
     * @description [Callers in the admin UI](/admin/callers)
     */
    get: operations['getCaller'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * Change a caller; entitlements are replaced as a whole
     * @description [Callers in the admin UI](/admin/callers)
     */
    patch: operations['changeCaller'];
    trace?: never;
  };
  '/admin/v1/callers/{id}/disable': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Stop a caller from the next hand-out on
     * @description [Callers in the admin UI](/admin/callers)
     */
    post: operations['disableCaller'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/callers/{id}/enable': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Let a disabled caller go on
     * @description [Callers in the admin UI](/admin/callers)
     */
    post: operations['enableCaller'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/callers/{id}/secrets': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List a caller’s secrets, and when each was last used
     * @description [Callers in the admin UI](/admin/callers)
     */
    get: operations['listCallerSecrets'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/callers/{id}/secrets/{secretId}/end': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * End the secret that was replaced, before its overlap runs out
     * @description [Callers in the admin UI](/admin/callers)
     */
    post: operations['endCallerSecret'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/callers/{id}/rotate-secret': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Replace a caller’s secret; the new one is in the answer this once
     * @description [Callers in the admin UI](/admin/callers)
     */
    post: operations['rotateCallerSecret'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/callers/{id}/history': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read what a caller was entitled to, version by version
     * @description [Callers in the admin UI](/admin/callers)
     */
    get: operations['listCallerHistory'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/callers/{id}/restore': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Entitle a caller again to what it was entitled to in an earlier version
     * @description [Callers in the admin UI](/admin/callers)
     */
    post: operations['restoreCaller'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/policy/explain': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Would a caller be allowed this, and which rule decides? Recorded
     * @description [Policy in the admin UI](/admin/callers)
     */
    post: operations['explainPolicy'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/callers/{id}/replay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Which hand-outs of the last 30 days would other entitlements have refused? Recorded
     * @description [Policy in the admin UI](/admin/callers)
     */
    post: operations['replayHandouts'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/people': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List people who have granted something, by name
     * @description [People in the admin UI](/admin/people)
     */
    get: operations['listPeople'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/people/{unionId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read one person: organisations, what is live now, open consents
     * @description [People in the admin UI](/admin/people)
     */
    get: operations['getPerson'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/people/{unionId}/uses': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Which services used a person’s grants, and what for; recorded
     * @description [People in the admin UI](/admin/people)
     */
    get: operations['listPersonUses'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/people/{unionId}/reachable-by': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Who can get this person’s tokens; reading it is recorded
     * @description [People in the admin UI](/admin/people)
     */
    get: operations['listReach'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/consents': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List consents: who was asked by which service, newest first
     * @description [Consents in the admin UI](/admin/consents)
     */
    get: operations['listConsents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/consents/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read one consent
     * @description [Consents in the admin UI](/admin/consents)
     */
    get: operations['readConsent'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/consents/{id}/cancel': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Cancel an open consent: its link answers nobody any more
     * @description [Consents in the admin UI](/admin/consents)
     */
    post: operations['cancelConsent'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/people/{unionId}/erase': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Forget a person, as a job: grants end, traces go, the trail keeps a pseudonym
     * @description [People in the admin UI](/admin/people)
     */
    post: operations['erasePerson'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/grants': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List grants
     * @description [Grants in the admin UI](/admin/grants)
     */
    get: operations['listGrants'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/grants/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read one grant
     * @description [Grants in the admin UI](/admin/grants)
     */
    get: operations['getGrant'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/grants/{id}/callers': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Which callers have used a grant, the latest first
     * @description [Grants in the admin UI](/admin/grants)
     */
    get: operations['listGrantUsers'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/grants/{id}/observe': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Ask DingTalk now which scopes are still granted
     * @description [Grants in the admin UI](/admin/grants)
     */
    post: operations['observeGrant'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/grants/{id}/suspend': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Stop hand-outs of a grant; its tokens are kept
     * @description [Grants in the admin UI](/admin/grants)
     */
    post: operations['suspendGrant'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/grants/{id}/resume': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Let a suspended grant go on
     * @description [Grants in the admin UI](/admin/grants)
     */
    post: operations['resumeGrant'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/grants/{id}/revoke': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * End a grant; the receipt says what is still live and until when
     * @description [Grants in the admin UI](/admin/grants)
     */
    post: operations['revokeGrant'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/scopes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List permission points: who declares, granted, may ask and used them
     * @description [Scopes in the admin UI](/admin/scopes)
     */
    get: operations['listScopes'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/scopes/{code}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read one permission point with its callers and their use of it
     * @description [Scopes in the admin UI](/admin/scopes)
     */
    get: operations['getScope'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/access-reviews': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List access reviews that were signed, newest first
     * @description [Access reviews in the admin UI](/admin/scopes)
     */
    get: operations['listAccessReviews'];
    put?: never;
    /**
     * Sign off exactly what the draft has shown
     * @description [Access reviews in the admin UI](/admin/scopes)
     */
    post: operations['signAccessReview'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/access-reviews/candidates': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List what callers may ask for and have never used since a date
     * @description [Access reviews in the admin UI](/admin/scopes)
     */
    get: operations['listReviewCandidates'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/access-reviews/candidates/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The same as a file: CSV for spreadsheets, or JSON
     * @description [Access reviews in the admin UI](/admin/scopes)
     */
    get: operations['exportReviewCandidates'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/access-reviews/keep': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Keep something unused, with a reason, until the next review
     * @description [Access reviews in the admin UI](/admin/scopes)
     */
    post: operations['keepEntitlements'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/access-reviews/narrow/preview': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * See what would be left of each caller’s entitlements
     * @description [Access reviews in the admin UI](/admin/scopes)
     */
    post: operations['previewNarrowing'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/access-reviews/narrow': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Take exactly what a preview has shown, from all callers or none
     * @description [Access reviews in the admin UI](/admin/scopes)
     */
    post: operations['narrowEntitlements'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/access-reviews/draft': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * See what a sign-off would be of: its numbers and its digest
     * @description [Access reviews in the admin UI](/admin/scopes)
     */
    get: operations['draftAccessReview'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/access-reviews/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read one access review
     * @description [Access reviews in the admin UI](/admin/scopes)
     */
    get: operations['getAccessReview'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/access-reviews/{id}/decisions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List what was decided in an access review
     * @description [Access reviews in the admin UI](/admin/scopes)
     */
    get: operations['listReviewDecisions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/access-reviews/{id}/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * An access review as a file; the JSON has what the digest is made of
     * @description [Access reviews in the admin UI](/admin/scopes)
     */
    get: operations['exportAccessReview'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/revocations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List revocations with their receipts, newest first
     * @description [Revocations in the admin UI](/admin/revocations)
     */
    get: operations['listRevocations'];
    put?: never;
    /**
     * End exactly the grants of a preview, as a job
     * @description [Revocations in the admin UI](/admin/revocations)
     */
    post: operations['revokeInBulk'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/revocations/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read one revocation with its receipt
     * @description [Revocations in the admin UI](/admin/revocations)
     */
    get: operations['getRevocation'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/revocations/preview': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * See in numbers what a bulk revocation would end
     * @description [Revocations in the admin UI](/admin/revocations)
     */
    post: operations['previewRevocations'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/grants/import': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Bring refresh tokens of an older system, as a job: one JSON line for each
     * @description [Grants in the admin UI](/admin/grants)
     */
    post: operations['importGrants'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/imports/{jobId}/rows': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List what became of each line of an import
     * @description [Grants in the admin UI](/admin/grants)
     */
    get: operations['listImportRows'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/jobs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List long work that operators asked for, newest first
     * @description [Jobs in the admin UI](/admin/jobs)
     */
    get: operations['listJobs'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/jobs/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read how far a job is
     * @description [Jobs in the admin UI](/admin/jobs)
     */
    get: operations['getJob'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/jobs/{id}/cancel': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Stop a job after the step it is at; what is done stays done
     * @description [Jobs in the admin UI](/admin/jobs)
     */
    post: operations['cancelJob'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/jobs/{id}/pause': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Let a job wait after the step it is at, until it is resumed
     * @description [Jobs in the admin UI](/admin/jobs)
     */
    post: operations['pauseJob'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/jobs/{id}/resume': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Let a paused job go on from where it stood
     * @description [Jobs in the admin UI](/admin/jobs)
     */
    post: operations['resumeJob'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/keys': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the master keys, what is sealed under each, and which replica has them
     * @description [Keys in the admin UI](/admin/keys)
     */
    get: operations['listKeys'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/keys/rotations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Seal everything anew under the current master key, as a job
     * @description [Keys in the admin UI](/admin/keys)
     */
    post: operations['rotateKeys'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/keys/{keyId}/retire': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Retire a master key under which nothing is sealed any more
     * @description [Keys in the admin UI](/admin/keys)
     */
    post: operations['retireKey'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/skills/annotate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Make an assistant’s skill ask people for what it needs
     * @description [Applications in the admin UI](/admin/applications)
     */
    post: operations['annotateSkill'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/skills/check': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Find what keeps an assistant’s skill from getting people’s tokens
     * @description [Applications in the admin UI](/admin/applications)
     */
    post: operations['checkSkill'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/suspensions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List suspensions of organisations and scopes, newest first
     * @description [Suspensions in the admin UI](/admin/suspensions)
     */
    get: operations['listSuspensions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/suspensions/effect': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What suspending an organisation or a scope would stop, in numbers
     * @description [Suspensions in the admin UI](/admin/suspensions)
     */
    get: operations['previewSuspension'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/organisations/{corpId}/suspend': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Stop consents and hand-outs of an organisation
     * @description [Suspensions in the admin UI](/admin/suspensions)
     */
    post: operations['suspendOrganisation'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/organisations/{corpId}/resume': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Let a suspended organisation go on
     * @description [Suspensions in the admin UI](/admin/suspensions)
     */
    post: operations['resumeOrganisation'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/scopes/{scope}/suspend': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Stop hand-outs of a scope, and of every raw token that carries it
     * @description [Suspensions in the admin UI](/admin/suspensions)
     */
    post: operations['suspendScope'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/scopes/{scope}/resume': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Let a suspended scope be handed out again
     * @description [Suspensions in the admin UI](/admin/suspensions)
     */
    post: operations['resumeScope'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/webhooks': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List who is told of what happens
     * @description [Webhooks in the admin UI](/admin/webhooks)
     */
    get: operations['listWebhooks'];
    put?: never;
    /**
     * Have an address told of events; its secret is in the answer this once
     * @description [Webhooks in the admin UI](/admin/webhooks)
     */
    post: operations['createWebhook'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/webhooks/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read one webhook
     * @description [Webhooks in the admin UI](/admin/webhooks)
     */
    get: operations['getWebhook'];
    put?: never;
    post?: never;
    /**
     * Remove a webhook with its secret and its log
     * @description [Webhooks in the admin UI](/admin/webhooks)
     */
    delete: operations['removeWebhook'];
    options?: never;
    head?: never;
    /**
     * Change a webhook’s address or events, or switch it off and on
     * @description [Webhooks in the admin UI](/admin/webhooks)
     */
    patch: operations['changeWebhook'];
    trace?: never;
  };
  '/admin/v1/webhooks/{id}/rotate-secret': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Sign with a new secret, and with the old one for a while
     * @description [Webhooks in the admin UI](/admin/webhooks)
     */
    post: operations['rotateWebhookSecret'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/webhooks/{id}/test': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send a message that says nothing
     * @description [Webhooks in the admin UI](/admin/webhooks)
     */
    post: operations['testWebhook'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/webhooks/{id}/deliveries': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List what was sent, newest first, and whether it arrived
     * @description [Webhooks in the admin UI](/admin/webhooks)
     */
    get: operations['listWebhookDeliveries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/webhooks/{id}/deliveries/{deliveryId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read what was sent, with every attempt
     * @description [Webhooks in the admin UI](/admin/webhooks)
     */
    get: operations['getWebhookDelivery'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/webhooks/{id}/deliveries/{deliveryId}/replay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send the same message again
     * @description [Webhooks in the admin UI](/admin/webhooks)
     */
    post: operations['replayWebhookDelivery'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/audit-events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Search the audit trail, newest first; the search is recorded
     * @description [Audit in the admin UI](/admin/audit)
     */
    get: operations['listAuditEvents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/audit-events/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A range of the audit trail as JSON Lines with its proof; recorded
     * @description [Audit in the admin UI](/admin/audit)
     */
    get: operations['exportAuditEvents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/audit-events/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read one record, with its hash and the checkpoint that covers it; recorded
     * @description [Audit in the admin UI](/admin/audit)
     */
    get: operations['getAuditEvent'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/audit-verifications': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Verify the audit trail, as a job: is every record what was signed?
     * @description [Audit in the admin UI](/admin/audit)
     */
    post: operations['verifyAudit'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/overview': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The broker’s state at a glance
     * @description [Overview in the admin UI](/admin/)
     */
    get: operations['getOverview'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/overview/series': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What happened over time: hand-outs, refreshes, consents, failures
     * @description [Overview in the admin UI](/admin/)
     */
    get: operations['getOverviewSeries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/lookup': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Find what an id, a name or a permission point is
     * @description [Overview in the admin UI](/admin/)
     */
    get: operations['lookUp'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/settings': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What the broker runs with, without its secrets
     * @description [Settings in the admin UI](/admin/settings)
     */
    get: operations['getSettings'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/operators': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List who administers the broker
     * @description [Operators in the admin UI](/admin/operators)
     */
    get: operations['listOperators'];
    put?: never;
    /**
     * Make somebody, or a program, an operator
     * @description [Operators in the admin UI](/admin/operators)
     */
    post: operations['createOperator'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/operators/me': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Who am I here, and what may I do?
     * @description [Operators in the admin UI](/admin/operators)
     */
    get: operations['getOwnOperator'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/operators/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read one operator
     * @description [Operators in the admin UI](/admin/operators)
     */
    get: operations['getOperator'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * Change an operator’s name, role or person
     * @description [Operators in the admin UI](/admin/operators)
     */
    patch: operations['changeOperator'];
    trace?: never;
  };
  '/admin/v1/operators/{id}/disable': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Stop an operator from the next request on
     * @description [Operators in the admin UI](/admin/operators)
     */
    post: operations['disableOperator'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/operators/{id}/enable': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Let a disabled operator go on
     * @description [Operators in the admin UI](/admin/operators)
     */
    post: operations['enableOperator'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/operators/{id}/tokens': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the tokens of an operator’s programs
     * @description [Operators in the admin UI](/admin/operators)
     */
    get: operations['listOperatorTokens'];
    put?: never;
    /**
     * Create a token for a program; it is in the answer this once
     * @description [Operators in the admin UI](/admin/operators)
     */
    post: operations['createOperatorToken'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/operators/{id}/tokens/{tokenId}/revoke': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * End a token from the next request on
     * @description [Operators in the admin UI](/admin/operators)
     */
    post: operations['revokeOperatorToken'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/operators/{id}/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List where an operator is signed in
     * @description [Operators in the admin UI](/admin/operators)
     */
    get: operations['listOperatorSessions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/operators/{id}/sessions/end': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Sign an operator out everywhere
     * @description [Operators in the admin UI](/admin/operators)
     */
    post: operations['endOperatorSessions'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/operators/{id}/sessions/{sessionId}/end': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Sign an operator out in one browser
     * @description [Operators in the admin UI](/admin/operators)
     */
    post: operations['endOperatorSession'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/sign-in/ways': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How can operators sign in in a browser? */
    get: operations['getSignInWays'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/session': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Who is signed in in this browser?
     * @description [Operators in the admin UI](/admin/operators)
     */
    get: operations['getSession'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/v1/session/end': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Sign out in this browser
     * @description [Operators in the admin UI](/admin/operators)
     */
    post: operations['endSession'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/session': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Is an operator signed in in this browser? */
    get: operations['getBrowserSession'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    AccessToken: {
      access_token: string;
      /** @enum {string} */
      token_type: 'Bearer';
      /** @description seconds */
      expires_in: number;
    };
    ExchangedToken: {
      /** @description a token of DingTalk’s, to be sent as x-acs-dingtalk-access-token */
      access_token: string;
      /** @enum {string} */
      issued_token_type: 'urn:ietf:params:oauth:token-type:access_token';
      /**
       * @description it is no Bearer token
       * @enum {string}
       */
      token_type: 'N_A';
      /** @description seconds */
      expires_in: number;
      /** @description all that the token carries */
      scope: string;
    };
    OAuthError: {
      /** @example invalid_client */
      error: string;
      error_description: string;
      /** @description stable, snake_case; see docs/errors.md */
      code: string;
      requestId: string;
    };
    Introspection: {
      active: boolean;
      scope?: string;
      client_id?: string;
      /** @enum {string} */
      token_type?: 'Bearer' | 'DPoP';
      exp?: number;
      iat?: number;
      iss?: string;
      /** @description the gateway, where alone it works */
      aud?: string;
      /** @description unionId of the person */
      sub?: string;
      /** @description id of the hand-out */
      jti?: string;
      /** @description bound to this certificate (RFC 8705), or to this key (RFC 9449) */
      cnf?: {
        'x5t#S256'?: string;
        jkt?: string;
      };
      /** @example demo */
      application?: string;
      /**
       * @description organisation
       * @example dinghangzhou0001
       */
      corp_id?: string;
    };
    HandleRevoked: Record<string, never>;
    AuthorizationServerMetadata: {
      issuer: string;
      token_endpoint: string;
      introspection_endpoint: string;
      revocation_endpoint: string;
      jwks_uri: string;
      grant_types_supported: string[];
      response_types_supported: string[];
      token_endpoint_auth_methods_supported: string[];
      tls_client_certificate_bound_access_tokens: boolean;
      token_endpoint_auth_signing_alg_values_supported: string[];
      introspection_endpoint_auth_methods_supported: string[];
      introspection_endpoint_auth_signing_alg_values_supported: string[];
      revocation_endpoint_auth_methods_supported: string[];
      revocation_endpoint_auth_signing_alg_values_supported: string[];
      service_documentation: string;
    };
    JsonWebKeySet: {
      keys: {
        kid: string;
        kty: string;
        alg: string;
        use: string;
      }[];
    };
    /**
     * @example {
     *       "application": "demo",
     *       "userId": "zhangsan",
     *       "scopes": [
     *         "Contact.User.Read"
     *       ]
     *     }
     */
    TokenRequest: {
      /** @example demo */
      application?: string;
      /**
       * @description the person within the organisation
       * @example zhangsan
       */
      userId?: string;
      /**
       * @description organisation
       * @example dinghangzhou0001
       */
      corpId?: string;
      /** @description the person across the organisations of one developer */
      unionId?: string;
      /**
       * @example [
       *       "Contact.User.Read"
       *     ]
       */
      scopes: string[];
      /**
       * @description How long the token must still live. Seconds.
       * @default 60
       */
      minimumSeconds: number;
      /**
       * @description How long to wait for a refresh before temporarily_unavailable. Seconds.
       * @default 60
       */
      maxWaitSeconds: number;
      /**
       * Format: uuid
       * @description DingTalk refused the token of this hand-out of yours; refusedCode says how
       */
      refusedHandoutId?: string;
      /**
       * @description the code DingTalk answered with
       * @example InvalidAuthentication
       */
      refusedCode?: string;
      /**
       * @description Why, in words the person may read.
       * @example sync to-dos
       */
      purpose?: string;
    };
    Token: {
      accessToken: string;
      /**
       * @description the header to send it in
       * @enum {string}
       */
      tokenType: 'x-acs-dingtalk-access-token';
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      expiresAt: string;
      /** @description all that the token carries */
      scopes: string[];
      /** @example demo */
      application: string;
      corpId: string;
      userId: string | null;
      unionId: string;
      /** Format: uuid */
      grantId: string;
      /** Format: uuid */
      handoutId: string;
    };
    Problem: {
      /** @description address of the heading that explains the code */
      type: string;
      title: string;
      status: number;
      detail: string;
      /** @description stable, snake_case; see docs/errors.md */
      code: string;
      requestId: string;
      errors?: {
        /**
         * @description RFC 6901, into the body or the query
         * @example /scopes/0
         */
        pointer: string;
        reason: string;
      }[];
      /** @description where the person consents */
      consentUrl?: string;
      /** @description the consent that POST /v1/consents asked for */
      consentId?: string;
      missingScopes?: string[];
      /** @description why consent is required */
      reason?: string;
      /** @description what forbade it */
      rule?: string;
      /** @description what the token would carry too much */
      beyond?: string[];
      /** @description where a handle can be had instead */
      handleUrl?: string;
      /** @description what the role or the token lacks */
      permission?: string;
      /** @description where an operator signs in again, in the same browser */
      signInUrl?: string;
      retryAfterSeconds?: number;
      /** @description what would end now, to be confirmed afresh */
      preview?: components['schemas']['RevocationPreview'];
      /** @description what callers would lose now, to be confirmed afresh */
      narrowing?: components['schemas']['NarrowingPreview'];
      /** @description what a sign-off would be of now */
      draft?: components['schemas']['AccessReviewDraft'];
      /** @description of the caller as it is now */
      policyVersion?: number;
      /**
       * Format: date-time
       * @description until when an open consent can be answered
       * @example 2026-11-21T08:00:00Z
       */
      expiresAt?: string;
    };
    RevocationPreview: {
      grants: number;
      people: number;
      /** @description grants by application and organisation, the hundred with most */
      places: {
        /** @example demo */
        application: string;
        corpId: string;
        grants: number;
      }[];
      /** @description tokens that stay live at DingTalk, which cannot revoke them */
      liveHandouts: number;
      /**
       * Format: date-time
       * @description until when the last of them does
       * @example 2026-11-21T08:00:00Z
       */
      upstreamLiveUntil: string | null;
      /** @description who holds them, those with most first */
      callers: {
        /** Format: uuid */
        callerId: string;
        name: string;
        liveHandouts: number;
      }[];
      /** @description confirms exactly this, once, by the same operator */
      previewToken: string;
      /**
       * Format: date-time
       * @description of previewToken
       * @example 2026-11-21T08:00:00Z
       */
      expiresAt: string;
    };
    NarrowingPreview: {
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      since: string;
      /** @description how many would be taken, over all callers */
      entitlements: number;
      callers: {
        /** Format: uuid */
        callerId: string;
        name: string;
        policyVersion: number;
        remove: {
          /** @example demo */
          application: string;
          /** @example Contact.User.Read */
          scope: string;
        }[];
        before: {
          /** @example demo */
          application: string;
          scopes: string[];
          delivery: ('token' | 'handle')[];
        }[];
        /** @description an entitlement that would have no scopes is gone */
        after: {
          /** @example demo */
          application: string;
          scopes: string[];
          delivery: ('token' | 'handle')[];
        }[];
        /** @description where raw tokens would be too broad from then on, and by what */
        handleOnly: {
          /** @example demo */
          application: string;
          beyond: string[];
        }[];
      }[];
      /** @description asked for, but used since: not among what would be taken */
      used: {
        /** Format: uuid */
        callerId: string;
        /** @example demo */
        application: string;
        /** @example Contact.User.Read */
        scope: string;
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        lastUsedAt: string;
      }[];
      /** @description asked for, but not standing any more */
      gone: {
        /** Format: uuid */
        callerId: string;
        /** @example demo */
        application: string;
        /** @example Contact.User.Read */
        scope: string;
      }[];
    };
    AccessReviewDraft: {
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      since: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      trackedSince: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      countedUntil: string;
      /** @description scopes that callers may ask for, each counted per caller and application */
      entitlements: number;
      /** @description of those, never used since */
      unused: number;
      /** @description taken since the last sign-off */
      narrowed: number;
      kept: number;
      /** @description unused, and nobody has decided */
      open: number;
      /** @description SHA-256 of the decisions, one JSON a line, in hexadecimal */
      digest: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      lastSignedAt: string | null;
    };
    /**
     * @example {
     *       "application": "demo",
     *       "userId": "zhangsan",
     *       "scopes": [
     *         "Contact.User.Read"
     *       ],
     *       "ttlSeconds": 600
     *     }
     */
    HandleRequest: {
      /** @example demo */
      application?: string;
      /**
       * @description the person within the organisation
       * @example zhangsan
       */
      userId?: string;
      /**
       * @description organisation
       * @example dinghangzhou0001
       */
      corpId?: string;
      /** @description the person across the organisations of one developer */
      unionId?: string;
      /**
       * @example [
       *       "Contact.User.Read"
       *     ]
       */
      scopes: string[];
      /**
       * @description How long the token must still live. Seconds.
       * @default 60
       */
      minimumSeconds: number;
      /**
       * @description How long to wait for a refresh before temporarily_unavailable. Seconds.
       * @default 60
       */
      maxWaitSeconds: number;
      /**
       * Format: uuid
       * @description DingTalk refused the token of this hand-out of yours; refusedCode says how
       */
      refusedHandoutId?: string;
      /**
       * @description the code DingTalk answered with
       * @example InvalidAuthentication
       */
      refusedCode?: string;
      /**
       * @description Why, in words the person may read.
       * @example sync to-dos
       */
      purpose?: string;
      /**
       * @description How long the handle shall live, at most as long as the token behind it. Seconds.
       * @default 600
       */
      ttlSeconds: number;
    };
    Handle: {
      /** @description works at the broker’s gateway, `/dingtalk/*`, and nowhere else */
      handle: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      expiresAt: string;
      /** @description all that the handle carries */
      scopes: string[];
      /** Format: uuid */
      handoutId: string;
    };
    /**
     * @example {
     *       "requests": [
     *         {
     *           "application": "demo",
     *           "userId": "zhangsan",
     *           "scopes": [
     *             "Contact.User.Read"
     *           ]
     *         }
     *       ]
     *     }
     */
    TokenBatchRequest: {
      requests: components['schemas']['TokenRequest'][];
    };
    TokenBatch: {
      /** @description in the order of the requests; a problem is what the request alone would have answered */
      outcomes: (
        | {
            token: components['schemas']['Token'];
          }
        | {
            problem: components['schemas']['Problem'];
          }
      )[];
    };
    /**
     * @example {
     *       "reason": "leaked laptop, INC-231"
     *     }
     */
    RevokeGrant: {
      reason: string;
    };
    RevocationReceipt: {
      /** Format: uuid */
      revocationId: string;
      /** Format: uuid */
      grantId: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      revokedAt: string;
      liveHandouts: components['schemas']['LiveHandout'][];
      /**
       * Format: date-time
       * @description DingTalk cannot revoke a token: until when one of this grant may go on living there
       * @example 2026-11-21T08:00:00Z
       */
      upstreamLiveUntil: string | null;
    };
    LiveHandout: {
      /** Format: uuid */
      handoutId: string;
      /** Format: uuid */
      callerId: string;
      /** @enum {string} */
      delivery: 'token' | 'handle';
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      expiresAt: string;
    };
    ReturnedHandout: {
      /** Format: uuid */
      handoutId: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      returnedAt: string;
      /**
       * Format: date-time
       * @description DingTalk cannot revoke a token: until when it goes on living there, if it does
       * @example 2026-11-21T08:00:00Z
       */
      upstreamLiveUntil: string | null;
    };
    DingTalkPushAnswer: {
      msg_signature: string;
      timeStamp: string;
      nonce: string;
      encrypt: string;
    };
    /**
     * @example {
     *       "application": "demo",
     *       "userId": "zhangsan",
     *       "scopes": [
     *         "Contact.User.Read"
     *       ],
     *       "reason": "sync to-dos"
     *     }
     */
    ConsentRequest: {
      /** @example demo */
      application: string;
      /**
       * @example [
       *       "Contact.User.Read"
       *     ]
       */
      scopes: string[];
      /**
       * @description the person within the organisation
       * @example zhangsan
       */
      userId?: string;
      /** @description the person across the organisations of one developer */
      unionId?: string;
      /**
       * @description organisation
       * @example dinghangzhou0001
       */
      corpId?: string;
      /**
       * Format: uri
       * @description where the person goes afterwards; one of the application’s returnUrls
       */
      returnUrl?: string;
      /**
       * @description why, in words the person reads
       * @example sync to-dos
       */
      reason?: string;
      /**
       * Format: date-time
       * @description when the grant shall end by itself; without it, it does not
       * @example 2026-11-21T08:00:00Z
       */
      expiresAt?: string;
      /**
       * @description the grant ends with its first hand-out
       * @default false
       */
      once: boolean;
      /** @description have the application’s robot send the link to the person */
      notify?: {
        /** @enum {string} */
        by: 'robot';
      };
    };
    ConsentLink: {
      /** Format: uuid */
      consentId: string;
      /** @description where the person consents */
      consentUrl: string;
      /**
       * Format: date-time
       * @description until when the link can be answered
       * @example 2026-11-21T08:00:00Z
       */
      expiresAt: string;
      notified?: components['schemas']['ConsentNotified'];
    };
    /** @description what became of the message; the link is good, whatever it says */
    ConsentNotified: {
      /**
       * @description not_delivered: DingTalk took it, and the person will not see it; unknown: they may have it
       * @enum {string}
       */
      state: 'sent' | 'not_delivered' | 'not_sent' | 'unknown';
      /**
       * @description of any state but sent
       * @enum {string}
       */
      reason?:
        | 'unknown_person'
        | 'flow_controlled'
        | 'no_robot'
        | 'robot_refused'
        | 'sent_recently'
        | 'temporarily_unavailable'
        | 'no_answer';
      retryAfterSeconds?: number;
      /** @description what DingTalk refused the robot with */
      dingtalkCode?: string;
    };
    Consent: {
      /** Format: uuid */
      consentId: string;
      consentUrl: string;
      /** @enum {string} */
      state: 'pending' | 'granted' | 'rejected' | 'expired';
      /** @example demo */
      application: string;
      corpId: string | null;
      userId: string | null;
      unionId: string | null;
      /** @description what was asked for; the grant says what was given */
      scopes: string[];
      reason: string | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description until when the link can be answered
       * @example 2026-11-21T08:00:00Z
       */
      expiresAt: string;
      /**
       * Format: date-time
       * @description when the person answered
       * @example 2026-11-21T08:00:00Z
       */
      completedAt: string | null;
      /** Format: uuid */
      grantId: string | null;
      /**
       * Format: date-time
       * @description when the grant ends by itself
       * @example 2026-11-21T08:00:00Z
       */
      endsAt: string | null;
      once: boolean;
    };
    /**
     * @example {
     *       "application": "demo",
     *       "authCode": "5f2c9d0a7e",
     *       "channel": "in_client",
     *       "expectedUserId": "zhangsan"
     *     }
     */
    ExchangeAuthCode: {
      /**
       * @description the one that the code was issued to
       * @example demo
       */
      application: string;
      /** @description single use, good for five minutes */
      authCode: string;
      /** @enum {string} */
      channel: 'in_client' | 'assistant_skill';
      /**
       * @description organisation
       * @example dinghangzhou0001
       */
      corpId?: string;
      /**
       * @description nothing is stored if the code is somebody else’s
       * @example zhangsan
       */
      expectedUserId?: string;
      /** @description the person across the organisations of one developer */
      expectedUnionId?: string;
      /** @description what to hand out at once */
      handOut?: {
        /**
         * @example [
         *       "Contact.User.Read"
         *     ]
         */
        scopes: string[];
        /** @enum {string} */
        delivery: 'token' | 'handle';
        purpose?: string;
      };
    };
    ExchangedAuthCode: {
      grant: components['schemas']['Grant'];
      token?: components['schemas']['Token'];
      handle?: components['schemas']['Handle'];
    };
    Grant: {
      /** Format: uuid */
      id: string;
      /** @example demo */
      application: string;
      /** @description - where there is no organisation */
      corpId: string;
      userId: string | null;
      unionId: string;
      name: string;
      state: components['schemas']['GrantState'];
      reason: string | null;
      /** @enum {string} */
      channel: 'browser' | 'in_client' | 'assistant_skill' | 'plugin' | 'import';
      scopes: string[];
      /**
       * Format: date-time
       * @description null while DingTalk has not confirmed the scopes
       * @example 2026-11-21T08:00:00Z
       */
      observedAt: string | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      accessTokenExpiresAt: string | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      lastHandoutAt: string | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      endsAt: string | null;
      once: boolean;
    };
    /** @enum {string} */
    GrantState: 'active' | 'suspended' | 'needs_consent' | 'revoked' | 'expired';
    Application: {
      /** @example demo */
      name: string;
      displayName: string | null;
      organisationName: string | null;
      clientId: string;
      /** @enum {string} */
      kind: 'internal' | 'isv' | 'personal';
      corpId: string | null;
      scopes: string[];
      returnUrls: string[];
      incidentalScopes: string[];
      signIn: boolean;
      eventStream: boolean;
      robotCode: string | null;
      callsPerSecond: number;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      suspendedAt: string | null;
      /** @description where a person consents */
      consentUrl: string;
      /** @description the redirect URI to register at DingTalk */
      redirectUri: string;
      /** @description to register beside it where the application has AI plugins: DingTalk’s own, for its consent card */
      pluginRedirectUri: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      updatedAt: string;
    };
    /**
     * @example {
     *       "name": "visitors",
     *       "displayName": "访客登记",
     *       "organisationName": "杭州示例科技",
     *       "clientId": "dingnarrowhangzhou",
     *       "clientSecret": "demo-secret-for-the-emulator-only",
     *       "kind": "internal",
     *       "corpId": "dinghangzhou0001",
     *       "scopes": [
     *         "Contact.User.Read",
     *         "snsapi_base"
     *       ],
     *       "returnUrls": [
     *         "https://visitors.example.com/authorised"
     *       ]
     *     }
     */
    RegisterApplication: {
      /** @example demo */
      name: string;
      /** @enum {string} */
      kind: 'internal' | 'isv' | 'personal';
      /**
       * @description required for internal, absent for the others
       * @example dinghangzhou0001
       */
      corpId?: string;
      /**
       * @description what people read in place of the name
       * @default null
       * @example 人事助手
       */
      displayName: string | null;
      /**
       * @description what people read in place of the corpId; for internal applications
       * @default null
       */
      organisationName: string | null;
      /**
       * @description Client ID in the DingTalk developer console
       * @example dingabc
       */
      clientId: string;
      /** @description never read back */
      clientSecret: string;
      /**
       * @description the permission points applied for; Contact.User.Read is required
       * @example [
       *       "Contact.User.Read"
       *     ]
       */
      scopes: string[];
      /** @default [] */
      returnUrls: string[];
      /** @description points that come along with every token and do not count towards its width */
      incidentalScopes?: string[];
      /**
       * @description people sign in to their own grants through this application; one at most
       * @default false
       */
      signIn: boolean;
      /**
       * @description never read back
       * @default null
       */
      eventToken: string | null;
      /**
       * @description never read back
       * @default null
       */
      eventAesKey: string | null;
      /**
       * @description the broker fetches events over Stream mode; DingTalk need not reach it then
       * @default false
       */
      eventStream: boolean;
      /** @default null */
      robotCode: string | null;
      /**
       * @description how often a second DingTalk allows this application to call each of its APIs; 20 in the standard edition
       * @default 20
       */
      callsPerSecond: number;
    };
    ApplicationCheckResult: {
      /** @example demo */
      application: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      checkedAt: string;
      /**
       * @description the worst of all; `unknown` counts less than `ok`
       * @enum {string}
       */
      outcome: 'ok' | 'warning' | 'failed' | 'unknown';
      checks: components['schemas']['ApplicationCheck'][];
    };
    ApplicationCheck: {
      /** @enum {string} */
      name:
        | 'secret'
        | 'redirect_uri'
        | 'member_lookup'
        | 'identity_scope'
        | 'scopes'
        | 'undeclared_scopes'
        | 'events'
        | 'budget'
        | 'robot_code'
        | 'plugin_callback';
      /**
       * @description `unknown`: DingTalk cannot be asked; `cure` says where to look
       * @enum {string}
       */
      outcome: 'ok' | 'warning' | 'failed' | 'unknown';
      /**
       * @description stable; what was found
       * @example secret_accepted
       */
      code: string;
      /** @description what was asked, and whom */
      asked: {
        zh: string;
        en: string;
      };
      answered: {
        zh: string;
        en: string;
      };
      /** @description null where nothing is to be done */
      cure: {
        zh: string;
        en: string;
      } | null;
      /** @description to copy into DingTalk’s console: an address, permission points */
      values: string[];
      /** @description DingTalk’s own code, explained at /docs/dingtalk-errors */
      dingtalkCode: string | null;
      /** @description of DingTalk’s answer; null where it was not asked */
      durationMs: number | null;
    };
    ApplicationHealth: {
      grantsByState: {
        active: number;
        suspended: number;
        needs_consent: number;
        revoked: number;
        expired: number;
      };
      /** @description active grants that carry less than the application declares */
      narrower: number;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      grantsCountedAt: string | null;
      /** @description those that DingTalk did not answer within the last 15 minutes; null: none */
      refreshes: {
        failed: number;
        /** @description what came instead of tokens, most often */
        answer: string;
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        lastAt: string;
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        retryAt: string;
      } | null;
      forecast: {
        within7Days: number;
        within30Days: number;
        refreshesPerSecond: number;
        budgetSuffices: boolean;
      } | null;
      events: {
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        lastReceivedAt: string | null;
        failing: number;
        /** @description the newest 20 of those that are kept */
        recent: {
          /** Format: uuid */
          id: string;
          type: string;
          corpId: string | null;
          /** @enum {string} */
          via: 'http' | 'stream';
          /**
           * Format: date-time
           * @description RFC 3339
           * @example 2026-11-21T08:00:00Z
           */
          receivedAt: string;
          /** @enum {string} */
          state: 'received' | 'applied' | 'ignored' | 'failed';
          outcome: string | null;
          attempts: number;
        }[];
      };
      /** @description those entitled to ask for it */
      callers: {
        /** Format: uuid */
        id: string;
        name: string;
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        disabledAt: string | null;
        scopes: string[];
        delivery: ('token' | 'handle')[];
      }[];
    };
    /**
     * @example {
     *       "returnUrls": [
     *         "https://todo.example.com/authorised"
     *       ]
     *     }
     */
    ChangeApplication: {
      /**
       * @description what people read in place of the name
       * @example 人事助手
       */
      displayName?: string | null;
      /** @description what people read in place of the corpId; for internal applications */
      organisationName?: string | null;
      /**
       * @description Client ID in the DingTalk developer console
       * @example dingabc
       */
      clientId?: string;
      /** @description never read back */
      clientSecret?: string;
      /**
       * @description the permission points applied for; Contact.User.Read is required
       * @example [
       *       "Contact.User.Read"
       *     ]
       */
      scopes?: string[];
      returnUrls?: string[];
      /** @description points that come along with every token and do not count towards its width */
      incidentalScopes?: string[];
      /** @description people sign in to their own grants through this application; one at most */
      signIn?: boolean;
      /** @description never read back */
      eventToken?: string | null;
      /** @description never read back */
      eventAesKey?: string | null;
      /** @description the broker fetches events over Stream mode; DingTalk need not reach it then */
      eventStream?: boolean;
      robotCode?: string | null;
      /** @description how often a second DingTalk allows this application to call each of its APIs; 20 in the standard edition */
      callsPerSecond?: number;
    };
    Ability: {
      /** @example demo */
      application: string;
      abilityKey: string;
      /** Format: uuid */
      caller: string;
      scopes: string[];
      /**
       * @description grpc: tokenbroker.v1.PluginAbility
       * @enum {string}
       */
      transport: 'http' | 'grpc';
      address: string;
      allowPlaintext: boolean;
      timeoutSeconds: number;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      updatedAt: string;
    };
    /**
     * @example {
     *       "abilityKey": "addCustomer",
     *       "caller": "019a9f3e-7c51-7000-8000-000000000000",
     *       "scopes": [
     *         "Contact.User.Read"
     *       ],
     *       "transport": "http",
     *       "address": "https://crm.example.com/abilities/add-customer",
     *       "timeoutSeconds": 10
     *     }
     */
    RegisterAbility: {
      /**
       * @description the ability’s key in DingTalk’s console
       * @example addCustomer
       */
      abilityKey: string;
      /**
       * Format: uuid
       * @description whose entitlements decide, and who gets the handle
       */
      caller: string;
      /**
       * @description what the service needs of the person
       * @example [
       *       "Contact.User.Read"
       *     ]
       */
      scopes: string[];
      /**
       * @description grpc: tokenbroker.v1.PluginAbility
       * @default http
       * @enum {string}
       */
      transport: 'http' | 'grpc';
      /**
       * @description https; or http, with allowPlaintext, for this machine, a private address, or a name without public meaning: one label, .internal, .local, .svc. Never link-local. Of a gRPC service host and port alone
       * @example https://crm.example.com/abilities/add-customer
       */
      address: string;
      /**
       * @description handles may be read on the way to an http address
       * @default false
       */
      allowPlaintext: boolean;
      /**
       * @description DingTalk hears of a failure after this
       * @default 10
       */
      timeoutSeconds: number;
    };
    SavedAbility: {
      /** @example demo */
      application: string;
      abilityKey: string;
      /** Format: uuid */
      caller: string;
      scopes: string[];
      /**
       * @description grpc: tokenbroker.v1.PluginAbility
       * @enum {string}
       */
      transport: 'http' | 'grpc';
      address: string;
      allowPlaintext: boolean;
      timeoutSeconds: number;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      updatedAt: string;
      /** @description the caller’s entitlements do not carry a handle of these scopes; rule as in policy/explain */
      warnings: {
        /** @enum {string} */
        code: 'not_allowed';
        rule: string;
      }[];
    };
    /**
     * @example {
     *       "timeoutSeconds": 20
     *     }
     */
    ChangeAbility: {
      /**
       * Format: uuid
       * @description whose entitlements decide, and who gets the handle
       */
      caller?: string;
      /**
       * @description what the service needs of the person
       * @example [
       *       "Contact.User.Read"
       *     ]
       */
      scopes?: string[];
      /**
       * @description grpc: tokenbroker.v1.PluginAbility
       * @enum {string}
       */
      transport?: 'http' | 'grpc';
      /**
       * @description https; or http, with allowPlaintext, for this machine, a private address, or a name without public meaning: one label, .internal, .local, .svc. Never link-local. Of a gRPC service host and port alone
       * @example https://crm.example.com/abilities/add-customer
       */
      address?: string;
      /** @description handles may be read on the way to an http address */
      allowPlaintext?: boolean;
      /** @description DingTalk hears of a failure after this */
      timeoutSeconds?: number;
    };
    Caller: {
      /** Format: uuid */
      id: string;
      /** @example todo-sync */
      name: string;
      clientId: string;
      /** @enum {string} */
      authMethod: 'client_secret' | 'private_key_jwt' | 'workload_jwt' | 'mtls';
      jwks?: components['schemas']['PublicKeySet'];
      /**
       * @description where the public keys are: https, or http on loopback
       * @example https://todo.example/jwks.json
       */
      jwksUri?: string;
      /** @description with workload_jwt: `iss` of its tokens; its keys are discovered there unless named */
      issuer?: string;
      /**
       * @description with workload_jwt: `sub` of its tokens
       * @example system:serviceaccount:todo:todo-sync
       */
      subject?: string;
      /**
       * @description with mtls: the certificate’s subject (RFC 8705 section 2.1.2)
       * @example CN=todo-sync,O=Example
       */
      tlsClientAuthSubjectDn?: string;
      /**
       * @description with mtls: the certificate’s DNS name (RFC 8705 section 2.1.2)
       * @example todo-sync.internal.example
       */
      tlsClientAuthSanDns?: string;
      /**
       * @description with mtls: the certificate’s URI (RFC 8705 section 2.1.2)
       * @example spiffe://example/todo-sync
       */
      tlsClientAuthSanUri?: string;
      /**
       * @description with mtls: the certificate’s IP address (RFC 8705 section 2.1.2)
       * @example 192.0.2.7
       */
      tlsClientAuthSanIp?: string;
      /**
       * @description with mtls: the certificate’s email address (RFC 8705 section 2.1.2)
       * @example todo-sync@internal.example
       */
      tlsClientAuthSanEmail?: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      disabledAt: string | null;
      /** @description every change raises it */
      policyVersion: number;
      entitlements: {
        /** @example demo */
        application: string;
        scopes: string[];
        delivery: ('token' | 'handle')[];
        /** @description whose tokens; left out means everybody. A listed person counts under the id a request uses */
        people:
          | (
              | {
                  organisations: string[];
                }
              | {
                  persons: {
                    /**
                     * @description organisation
                     * @example dinghangzhou0001
                     */
                    corpId?: string;
                    /**
                     * @description the person within the organisation
                     * @example zhangsan
                     */
                    userId?: string;
                    /** @description the person across the organisations of one developer */
                    unionId?: string;
                  }[];
                }
            )
          | null;
        purposeRequired: boolean;
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        expiresAt: string | null;
        wholeToken: boolean;
        wholeTokenReason: string | null;
        mayBringCodes: boolean;
        mayRevoke: boolean;
        ratePerSecond: number | null;
        personRatePerSecond: number | null;
      }[];
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      updatedAt: string;
    };
    /** @description public keys: EC with P-256, OKP with Ed25519, or RSA with 2048 bits or more */
    PublicKeySet: {
      keys: {
        kty: string;
      }[];
    };
    /**
     * @example {
     *       "name": "todo-sync",
     *       "authMethod": "client_secret",
     *       "entitlements": [
     *         {
     *           "application": "demo",
     *           "scopes": [
     *             "Contact.User.Read"
     *           ],
     *           "delivery": [
     *             "token"
     *           ]
     *         }
     *       ]
     *     }
     */
    CreateCaller: {
      /** @example todo-sync */
      name: string;
      /** @enum {string} */
      authMethod: 'client_secret' | 'private_key_jwt' | 'workload_jwt' | 'mtls';
      jwks?: components['schemas']['PublicKeySet'];
      /**
       * @description where the public keys are: https, or http on loopback
       * @example https://todo.example/jwks.json
       */
      jwksUri?: string;
      /** @description with workload_jwt: `iss` of its tokens; its keys are discovered there unless named */
      issuer?: string;
      /**
       * @description with workload_jwt: `sub` of its tokens
       * @example system:serviceaccount:todo:todo-sync
       */
      subject?: string;
      /**
       * @description with mtls: the certificate’s subject (RFC 8705 section 2.1.2)
       * @example CN=todo-sync,O=Example
       */
      tlsClientAuthSubjectDn?: string;
      /**
       * @description with mtls: the certificate’s DNS name (RFC 8705 section 2.1.2)
       * @example todo-sync.internal.example
       */
      tlsClientAuthSanDns?: string;
      /**
       * @description with mtls: the certificate’s URI (RFC 8705 section 2.1.2)
       * @example spiffe://example/todo-sync
       */
      tlsClientAuthSanUri?: string;
      /**
       * @description with mtls: the certificate’s IP address (RFC 8705 section 2.1.2)
       * @example 192.0.2.7
       */
      tlsClientAuthSanIp?: string;
      /**
       * @description with mtls: the certificate’s email address (RFC 8705 section 2.1.2)
       * @example todo-sync@internal.example
       */
      tlsClientAuthSanEmail?: string;
      /** @default [] */
      entitlements: components['schemas']['Entitlement'][];
    };
    Entitlement: {
      /** @example demo */
      application: string;
      /**
       * @example [
       *       "Contact.User.Read"
       *     ]
       */
      scopes: string[];
      delivery: ('token' | 'handle')[];
      /** @description whose tokens; left out means everybody. A listed person counts under the id a request uses */
      people?:
        | {
            organisations: string[];
          }
        | {
            persons: {
              /**
               * @description organisation
               * @example dinghangzhou0001
               */
              corpId?: string;
              /**
               * @description the person within the organisation
               * @example zhangsan
               */
              userId?: string;
              /** @description the person across the organisations of one developer */
              unionId?: string;
            }[];
          };
      /** @default false */
      purposeRequired: boolean;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      expiresAt?: string;
      /**
       * @description raw tokens of any width; needs wholeTokenReason
       * @default false
       */
      wholeToken: boolean;
      wholeTokenReason?: string;
      /** @default false */
      mayBringCodes: boolean;
      /** @default false */
      mayRevoke: boolean;
      /** @description hand-outs per second under it; left out: as many as come */
      ratePerSecond?: number;
      /** @description the same for any one person, under the id a request uses */
      personRatePerSecond?: number;
    };
    CreatedCaller: {
      /** Format: uuid */
      id: string;
      clientId: string;
      /** @description shown this once; only with client_secret */
      clientSecret?: string;
      warnings?: components['schemas']['EntitlementWarning'][];
    };
    EntitlementWarning: {
      /** @enum {string} */
      code: 'handle_only';
      /** @description position, from 1 */
      entitlement: number;
      /** @description what a raw token would carry more than the caller may hold */
      beyond: string[];
    };
    /**
     * @example {
     *       "entitlements": [
     *         {
     *           "application": "demo",
     *           "scopes": [
     *             "Contact.User.Read"
     *           ],
     *           "delivery": [
     *             "token"
     *           ]
     *         }
     *       ]
     *     }
     */
    ChangeCaller: {
      /** @example todo-sync */
      name?: string;
      jwks?: components['schemas']['PublicKeySet'] | null;
      /**
       * @description where the public keys are: https, or http on loopback
       * @example https://todo.example/jwks.json
       */
      jwksUri?: string | null;
      /** @description with workload_jwt: `iss` of its tokens; its keys are discovered there unless named */
      issuer?: string;
      /**
       * @description with workload_jwt: `sub` of its tokens
       * @example system:serviceaccount:todo:todo-sync
       */
      subject?: string;
      /**
       * @description with mtls: the certificate’s subject (RFC 8705 section 2.1.2)
       * @example CN=todo-sync,O=Example
       */
      tlsClientAuthSubjectDn?: string;
      /**
       * @description with mtls: the certificate’s DNS name (RFC 8705 section 2.1.2)
       * @example todo-sync.internal.example
       */
      tlsClientAuthSanDns?: string;
      /**
       * @description with mtls: the certificate’s URI (RFC 8705 section 2.1.2)
       * @example spiffe://example/todo-sync
       */
      tlsClientAuthSanUri?: string;
      /**
       * @description with mtls: the certificate’s IP address (RFC 8705 section 2.1.2)
       * @example 192.0.2.7
       */
      tlsClientAuthSanIp?: string;
      /**
       * @description with mtls: the certificate’s email address (RFC 8705 section 2.1.2)
       * @example todo-sync@internal.example
       */
      tlsClientAuthSanEmail?: string;
      entitlements?: components['schemas']['Entitlement'][];
      /** @description the caller as you have seen it; if it has moved, nothing changes */
      policyVersion?: number;
    };
    ChangedCaller: {
      /** Format: uuid */
      id: string;
      /** @example todo-sync */
      name: string;
      clientId: string;
      /** @enum {string} */
      authMethod: 'client_secret' | 'private_key_jwt' | 'workload_jwt' | 'mtls';
      jwks?: components['schemas']['PublicKeySet'];
      /**
       * @description where the public keys are: https, or http on loopback
       * @example https://todo.example/jwks.json
       */
      jwksUri?: string;
      /** @description with workload_jwt: `iss` of its tokens; its keys are discovered there unless named */
      issuer?: string;
      /**
       * @description with workload_jwt: `sub` of its tokens
       * @example system:serviceaccount:todo:todo-sync
       */
      subject?: string;
      /**
       * @description with mtls: the certificate’s subject (RFC 8705 section 2.1.2)
       * @example CN=todo-sync,O=Example
       */
      tlsClientAuthSubjectDn?: string;
      /**
       * @description with mtls: the certificate’s DNS name (RFC 8705 section 2.1.2)
       * @example todo-sync.internal.example
       */
      tlsClientAuthSanDns?: string;
      /**
       * @description with mtls: the certificate’s URI (RFC 8705 section 2.1.2)
       * @example spiffe://example/todo-sync
       */
      tlsClientAuthSanUri?: string;
      /**
       * @description with mtls: the certificate’s IP address (RFC 8705 section 2.1.2)
       * @example 192.0.2.7
       */
      tlsClientAuthSanIp?: string;
      /**
       * @description with mtls: the certificate’s email address (RFC 8705 section 2.1.2)
       * @example todo-sync@internal.example
       */
      tlsClientAuthSanEmail?: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      disabledAt: string | null;
      /** @description every change raises it */
      policyVersion: number;
      entitlements: {
        /** @example demo */
        application: string;
        scopes: string[];
        delivery: ('token' | 'handle')[];
        /** @description whose tokens; left out means everybody. A listed person counts under the id a request uses */
        people:
          | (
              | {
                  organisations: string[];
                }
              | {
                  persons: {
                    /**
                     * @description organisation
                     * @example dinghangzhou0001
                     */
                    corpId?: string;
                    /**
                     * @description the person within the organisation
                     * @example zhangsan
                     */
                    userId?: string;
                    /** @description the person across the organisations of one developer */
                    unionId?: string;
                  }[];
                }
            )
          | null;
        purposeRequired: boolean;
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        expiresAt: string | null;
        wholeToken: boolean;
        wholeTokenReason: string | null;
        mayBringCodes: boolean;
        mayRevoke: boolean;
        ratePerSecond: number | null;
        personRatePerSecond: number | null;
      }[];
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      updatedAt: string;
      warnings?: components['schemas']['EntitlementWarning'][];
    };
    CallerSecret: {
      /** Format: uuid */
      id: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description null: it works until another takes its place
       * @example 2026-11-21T08:00:00Z
       */
      expiresAt: string | null;
      /**
       * Format: date-time
       * @description to the minute; null: not since usesNotedSince
       * @example 2026-11-21T08:00:00Z
       */
      lastUsedAt: string | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      usesNotedSince: string;
    };
    /**
     * @example {
     *       "overlapSeconds": 86400
     *     }
     */
    RotateSecret: {
      /**
       * @description how long the secret that is replaced goes on working; 0 ends it at once
       * @default 86400
       */
      overlapSeconds: number;
    };
    RotatedSecret: {
      /** Format: uuid */
      id: string;
      clientId: string;
      /** @description shown this once */
      clientSecret: string;
      /**
       * Format: date-time
       * @description null if none was live
       * @example 2026-11-21T08:00:00Z
       */
      previousSecretExpiresAt: string | null;
    };
    CallerVersion: {
      policyVersion: number;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      changedAt: string;
      /** @description null: before this was kept */
      actor: string | null;
      reason: string | null;
      entitlements: {
        /** @example demo */
        application: string;
        scopes: string[];
        delivery: ('token' | 'handle')[];
        /** @description whose tokens; left out means everybody. A listed person counts under the id a request uses */
        people:
          | (
              | {
                  organisations: string[];
                }
              | {
                  persons: {
                    /**
                     * @description organisation
                     * @example dinghangzhou0001
                     */
                    corpId?: string;
                    /**
                     * @description the person within the organisation
                     * @example zhangsan
                     */
                    userId?: string;
                    /** @description the person across the organisations of one developer */
                    unionId?: string;
                  }[];
                }
            )
          | null;
        purposeRequired: boolean;
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        expiresAt: string | null;
        wholeToken: boolean;
        wholeTokenReason: string | null;
        mayBringCodes: boolean;
        mayRevoke: boolean;
        ratePerSecond: number | null;
        personRatePerSecond: number | null;
      }[];
      /** @description compared with the version before */
      added: {
        /** @example demo */
        application: string;
        /** @example Contact.User.Read */
        scope: string;
      }[];
      removed: {
        /** @example demo */
        application: string;
        /** @example Contact.User.Read */
        scope: string;
      }[];
    };
    /**
     * @example {
     *       "version": 2,
     *       "policyVersion": 3,
     *       "reason": "needed after all"
     *     }
     */
    RestoreCaller: {
      /** @description whose entitlements shall stand again */
      version: number;
      /** @description the caller as you have seen it; if it has moved, nothing changes */
      policyVersion: number;
      reason: string;
    };
    /**
     * @example {
     *       "caller": "todo-sync",
     *       "application": "demo",
     *       "userId": "zhangsan",
     *       "scopes": [
     *         "Contact.User.Read"
     *       ]
     *     }
     */
    PolicyQuestion: {
      /**
       * @description its name or its id
       * @example todo-sync
       */
      caller: string;
      /** @example demo */
      application?: string;
      /**
       * @example [
       *       "Contact.User.Read"
       *     ]
       */
      scopes: string[];
      /**
       * @description the person within the organisation
       * @example zhangsan
       */
      userId?: string;
      /** @description the person across the organisations of one developer */
      unionId?: string;
      /**
       * @description organisation
       * @example dinghangzhou0001
       */
      corpId?: string;
      /**
       * @default token
       * @enum {string}
       */
      delivery: 'token' | 'handle';
      purpose?: string;
      /** @description judged instead of the caller’s own: a draft that is not yet saved */
      entitlements?: components['schemas']['Entitlement'][];
    };
    PolicyExplanation: {
      caller: {
        /** Format: uuid */
        id: string;
        name: string;
        disabled: boolean;
      };
      /** @description by policy; whether there is a grant is not looked at */
      allowed: boolean;
      /**
       * @description what the caller would be answered; null if it is allowed
       * @enum {string|null}
       */
      code: 'forbidden_by_policy' | 'invalid_request' | null;
      /** @description what decided: of a refusal as in its answer, else <caller>/<position> of an entitlement */
      rule: string | null;
      /** @description what is, if the rule is suspended */
      suspended: components['schemas']['SuspendedSubject'] | null;
      /** @description of invalid_request: what to mend */
      errors: {
        pointer: string;
        reason: string;
      }[];
      /** @description where a grant would be looked for; the narrowest that suffices is taken */
      candidates: {
        /** @example demo */
        application: string;
        corpId: string;
        rule: string;
        /** @description all that a raw token may carry, incidental scopes included */
        mayHold: string[];
        wholeToken: boolean;
        /** @description suspended scopes: a raw token that carries one stays in */
        barred: string[];
        /**
         * @description what to expect of a raw token that carries everything the application declares
         * @enum {string}
         */
        rawToken: 'fits' | 'too_broad' | 'any_width';
        /** @description of too_broad: what it would carry too much */
        beyond: string[];
      }[];
      /** @description what each entitlement alone would have answered */
      entitlements: {
        position: number;
        /** @example demo */
        application: string;
        /** @description the first dimension on which it refuses the request; null: it allows it. A disabled caller counts as enabled */
        failsOn: components['schemas']['EntitlementDimension'] | null;
        missingScopes: string[];
      }[];
    };
    SuspendedSubject: {
      /** @enum {string} */
      kind: 'caller' | 'application' | 'organisation' | 'application_in_organisation' | 'scope';
      application: string | null;
      corpId: string | null;
      scope: string | null;
    };
    /** @enum {string} */
    EntitlementDimension:
      | 'application'
      | 'expiry'
      | 'delivery'
      | 'scopes'
      | 'purpose'
      | 'suspension'
      | 'organisation'
      | 'people';
    /**
     * @example {
     *       "entitlements": [
     *         {
     *           "application": "demo",
     *           "scopes": [
     *             "Contact.User.Read"
     *           ],
     *           "delivery": [
     *             "token"
     *           ]
     *         }
     *       ]
     *     }
     */
    ReplayHandouts: {
      /** @description judged instead of the caller’s own */
      entitlements: components['schemas']['Entitlement'][];
    };
    HandoutReplay: {
      /**
       * Format: date-time
       * @description 30 days before until, or where the trail begins
       * @example 2026-11-21T08:00:00Z
       */
      since: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      until: string;
      /** @description there were too many to look at all; those that were are spread evenly over the time, and the counts are of them */
      sampled: boolean;
      /** @description hand-outs: tokens, handles, calls through the gateway */
      lookedAt: number;
      /** @description of lookedAt; suspensions and rates are left out of it */
      refused: number;
      /** @description of refused: what the entitlements that stand now would refuse too */
      refusedAlready: number;
      /** @description of lookedAt: tokens of any width that carried scopes which would be taken; whether they were asked for is not in the trail */
      unclear: number;
      /** @description what refuses, most first */
      rules: {
        rule: string;
        count: number;
      }[];
      /** @description a few of them, one of each rule first */
      examples: {
        rule: string;
        /** Format: uuid */
        handoutId: string;
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        occurredAt: string;
        /** @example demo */
        application: string;
        corpId: string;
        userId: string | null;
        unionId: string | null;
        scopes: string[];
        /** @enum {string} */
        delivery: 'token' | 'handle' | 'gateway';
        purpose: string | null;
      }[];
    };
    Person: {
      unionId: string;
      name: string;
      /** @description the person was forgotten: every name and id here is a pseudonym that leads to nobody */
      erased: boolean;
      /** @description where the person has ever granted something, and as whom */
      organisations: {
        /** @description - where there is no organisation */
        corpId: string;
        userId: string | null;
        /**
         * Format: date-time
         * @description when DingTalk last said so, at a consent
         * @example 2026-11-21T08:00:00Z
         */
        confirmedAt: string;
      }[];
      grants: {
        active: number;
        suspended: number;
        needsConsent: number;
        ended: number;
      };
      /**
       * Format: date-time
       * @description of a grant that has not ended
       * @example 2026-11-21T08:00:00Z
       */
      lastHandoutAt: string | null;
    };
    PersonDetail: {
      unionId: string;
      name: string;
      /** @description the person was forgotten: every name and id here is a pseudonym that leads to nobody */
      erased: boolean;
      /** @description where the person has ever granted something, and as whom */
      organisations: {
        /** @description - where there is no organisation */
        corpId: string;
        userId: string | null;
        /**
         * Format: date-time
         * @description when DingTalk last said so, at a consent
         * @example 2026-11-21T08:00:00Z
         */
        confirmedAt: string;
      }[];
      grants: {
        active: number;
        suspended: number;
        needsConsent: number;
        ended: number;
      };
      /**
       * Format: date-time
       * @description of a grant that has not ended
       * @example 2026-11-21T08:00:00Z
       */
      lastHandoutAt: string | null;
      /** @description what other grants call the same person */
      otherNames: string[];
      /** @description what callers hold that works still, of handles the newest thousand; a token goes on working at DingTalk after its grant has ended */
      live: {
        caller: {
          /** Format: uuid */
          id: string;
          name: string;
        };
        /** @example demo */
        application: string;
        corpId: string;
        /** Format: uuid */
        grantId: string;
        /** @enum {string} */
        delivery: 'token' | 'handle';
        handouts: number;
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        until: string;
      }[];
      openConsents: {
        /** Format: uuid */
        id: string;
        caller: {
          /** Format: uuid */
          id: string;
          name: string;
        } | null;
        /** @example demo */
        application: string;
        scopes: string[];
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        createdAt: string;
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        expiresAt: string;
      }[];
    };
    /** @description counted among the newest 10 000 hand-outs of each grant */
    PersonUses: {
      items: {
        caller: {
          /** Format: uuid */
          id: string;
          name: string;
        };
        /** @example demo */
        application: string;
        purpose: string | null;
        handouts: number;
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        lastHandoutAt: string;
      }[];
      nextCursor: string | null;
    };
    Reach: {
      caller: {
        /** Format: uuid */
        id: string;
        name: string;
        disabled: boolean;
      };
      /** @description the entitlement, as <caller>/<position> */
      rule: string;
      /** @example demo */
      application: string;
      /** @description - where there is no organisation */
      corpId: string;
      userId: string | null;
      /** @description null: there is none, but nothing would stand in the way if the person consented */
      grant: {
        /** Format: uuid */
        id: string;
        /** @enum {string} */
        state: 'active' | 'suspended' | 'needs_consent';
        scopes: string[];
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        observedAt: string | null;
      } | null;
      /** @description what the entitlement allows to be asked for */
      scopes: string[];
      delivery: ('token' | 'handle')[];
      purposeRequired: boolean;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      expiresAt: string | null;
      /**
       * @description what a raw token would do, by its width; null if the entitlement has no tokens
       * @enum {string|null}
       */
      rawToken: 'leaves' | 'too_broad' | 'not_observed' | 'suspended_scope' | null;
      /** @description of too_broad: what it would carry too much */
      beyond: string[];
      /** @description what keeps everything in for now */
      suspended: components['schemas']['SuspendedSubject'] | null;
      /**
       * Format: date-time
       * @description of this caller, whichever entitlement it was by; null if not among the newest 10 000 uses of the grant
       * @example 2026-11-21T08:00:00Z
       */
      lastHandoutAt: string | null;
    };
    OperatorConsent: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      state: 'pending' | 'granted' | 'rejected' | 'expired';
      /**
       * @description outcome: a hand-out found that consent is needed. request: a caller asked ahead, by POST /v1/consents
       * @enum {string}
       */
      origin: 'outcome' | 'request';
      caller: {
        /** Format: uuid */
        id: string;
        name: string;
      } | null;
      /** @example demo */
      application: string;
      corpId: string | null;
      userId: string | null;
      unionId: string | null;
      scopes: string[];
      reason: string | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description until when the link can be answered
       * @example 2026-11-21T08:00:00Z
       */
      expiresAt: string;
      /**
       * Format: date-time
       * @description when the person answered
       * @example 2026-11-21T08:00:00Z
       */
      completedAt: string | null;
      /**
       * Format: date-time
       * @description when a robot sent the person the link
       * @example 2026-11-21T08:00:00Z
       */
      notifiedAt: string | null;
      /** Format: uuid */
      grantId: string | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      endsAt: string | null;
      once: boolean;
      /** @description to pass on to the person; only while it can be answered */
      consentUrl: string | null;
    };
    /**
     * @example {
     *       "reason": "asked for the wrong person"
     *     }
     */
    CancelConsent: {
      reason: string;
    };
    /**
     * @example {
     *       "reason": "request of 2026-11-20, ticket 4711"
     *     }
     */
    ErasePerson: {
      /** @description why; it goes into the receipts of the grants that end, and no further */
      reason: string;
    };
    Job: {
      /** Format: uuid */
      id: string;
      /** @example bulk_revocation */
      type: string;
      state: components['schemas']['JobState'];
      done: number;
      total: number;
      /**
       * @description who asked for it
       * @example operator:bootstrap
       */
      actor: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      startedAt: string | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      finishedAt: string | null;
      /** @description whether it can be paused, and goes on from where it stood */
      pausable: boolean;
      /** @description what came of it; null before the end */
      result: {
        [key: string]: unknown;
      } | null;
    };
    /** @enum {string} */
    JobState: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled';
    ListedGrant: {
      /** Format: uuid */
      id: string;
      /** @example demo */
      application: string;
      /** @description - where there is no organisation */
      corpId: string;
      userId: string | null;
      unionId: string;
      name: string;
      state: components['schemas']['GrantState'];
      reason: string | null;
      /** @enum {string} */
      channel: 'browser' | 'in_client' | 'assistant_skill' | 'plugin' | 'import';
      scopes: string[];
      /**
       * Format: date-time
       * @description null while DingTalk has not confirmed the scopes
       * @example 2026-11-21T08:00:00Z
       */
      observedAt: string | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      accessTokenExpiresAt: string | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      lastHandoutAt: string | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      endsAt: string | null;
      once: boolean;
      /**
       * Format: date-time
       * @description until when the consent lasts if nothing refreshes it; null where there is nothing to refresh with
       * @example 2026-11-21T08:00:00Z
       */
      refreshTokenExpiresAt: string | null;
      /** @description so far, counted within half a minute */
      handouts: number;
      lastHandoutBy: {
        /** Format: uuid */
        callerId: string;
        name: string;
      } | null;
    };
    GrantUsers: {
      items: components['schemas']['GrantUser'][];
      nextCursor: string | null;
    };
    GrantUser: {
      caller: {
        /** Format: uuid */
        id: string;
        name: string;
      };
      /** @description among the newest 10 000 of the grant */
      handouts: number;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      lastHandoutAt: string;
      /**
       * Format: date-time
       * @description of the tokens and handles it still holds; null if it holds none
       * @example 2026-11-21T08:00:00Z
       */
      liveUntil: string | null;
    };
    Scope: {
      /** @example Contact.User.Read */
      code: string;
      /** @description null: not in the catalogue of permission points */
      name: {
        zh: string;
        en: string;
      } | null;
      /** @enum {string|null} */
      type: 'rpc' | 'field' | 'base' | null;
      /** @enum {string|null} */
      kind: 'delegated' | 'app' | 'both' | null;
      /**
       * @description how well it is known what this point is
       * @enum {string|null}
       */
      documented: 'confirmed' | 'confirmed_third_party' | 'assumed' | 'unknown' | null;
      /** @description DingTalk approves it separately */
      sensitive: boolean;
      declaredBy: string[];
      /** @description people with a live grant of it, as of countedAt */
      grantedBy: number | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      countedAt: string | null;
      /** @description how many callers may ask for it */
      callers: number;
      /** @description the last hand-out that carried it; null: none since trackedSince */
      lastUsed: {
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        at: string;
        caller: {
          /** Format: uuid */
          id: string;
          name: string;
        };
        /** @example demo */
        application: string;
      } | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      trackedSince: string | null;
      suspended: boolean;
    };
    ScopeDetail: {
      /** @example Contact.User.Read */
      code: string;
      /** @description null: not in the catalogue of permission points */
      name: {
        zh: string;
        en: string;
      } | null;
      /** @enum {string|null} */
      type: 'rpc' | 'field' | 'base' | null;
      /** @enum {string|null} */
      kind: 'delegated' | 'app' | 'both' | null;
      /**
       * @description how well it is known what this point is
       * @enum {string|null}
       */
      documented: 'confirmed' | 'confirmed_third_party' | 'assumed' | 'unknown' | null;
      /** @description DingTalk approves it separately */
      sensitive: boolean;
      declaredBy: string[];
      /** @description people with a live grant of it, as of countedAt */
      grantedBy: number | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      countedAt: string | null;
      /** @description how many callers may ask for it */
      callers: number;
      /** @description the last hand-out that carried it; null: none since trackedSince */
      lastUsed: {
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        at: string;
        caller: {
          /** Format: uuid */
          id: string;
          name: string;
        };
        /** @example demo */
        application: string;
      } | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      trackedSince: string | null;
      suspended: boolean;
      /** @description calls to DingTalk that it opens */
      operations: {
        method: string;
        path: string;
      }[];
      /** @description callers that may ask for it, with their use of it */
      mayAsk: {
        caller: {
          /** Format: uuid */
          id: string;
          name: string;
          disabled: boolean;
        };
        /** @example demo */
        application: string;
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        givenAt: string;
        givenBy: string | null;
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        lastUsedAt: string | null;
        /** @description that carried it, since trackedSince */
        handouts: number;
      }[];
      /** @description callers that used it and may not any more, or got it with a raw token of any width */
      usedBefore: {
        caller: {
          /** Format: uuid */
          id: string;
          name: string;
        };
        /** @example demo */
        application: string;
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        lastUsedAt: string;
        handouts: number;
      }[];
    };
    AccessReview: {
      /** Format: uuid */
      id: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      since: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      trackedSince: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      signedAt: string;
      signedBy: string;
      note: string | null;
      /** @description scopes that callers may ask for, each counted per caller and application */
      entitlements: number;
      /** @description of those, never used since */
      unused: number;
      /** @description taken since the last sign-off */
      narrowed: number;
      kept: number;
      /** @description unused, and nobody has decided */
      open: number;
      /** @description SHA-256 of the decisions, one JSON a line, in hexadecimal */
      digest: string;
    };
    /**
     * @example {
     *       "since": "2026-08-01T00:00:00Z",
     *       "digest": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
     *       "note": "quarterly review"
     *     }
     */
    SignAccessReview: {
      /**
       * Format: date-time
       * @description never used since then; 90 days ago
       * @example 2026-08-01T00:00:00Z
       */
      since: string;
      /**
       * @description also what was given only after since, so that it had less time to be used
       * @default false
       * @enum {string}
       */
      recent: 'true' | 'false';
      /** @description SHA-256 of the decisions, one JSON a line, in hexadecimal */
      digest: string;
      note?: string;
    };
    ReviewCandidate: {
      caller: {
        /** Format: uuid */
        id: string;
        name: string;
        disabled: boolean;
      };
      /** @example demo */
      application: string;
      /** @example Contact.User.Read */
      scope: string;
      /** @description null: not in the catalogue */
      name: {
        zh: string;
        en: string;
      } | null;
      /** @description where it stands, as <caller>/<position> */
      rules: string[];
      delivery: ('token' | 'handle')[];
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      givenAt: string;
      /** @description null: before this was kept */
      givenBy: string | null;
      /**
       * Format: date-time
       * @description null: never, as far as the trail is tracked
       * @example 2026-11-21T08:00:00Z
       */
      lastUsedAt: string | null;
      /**
       * Format: date-time
       * @description the latest of since, givenAt and trackedSince
       * @example 2026-11-21T08:00:00Z
       */
      unusedSince: string;
      /** @description what the caller may still ask of this application without it */
      leaves: string[];
      /** @enum {string} */
      decision: 'open' | 'kept';
      kept: {
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        at: string;
        by: string;
        reason: string;
      } | null;
      /** @description in an earlier review */
      keptBefore: {
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        at: string;
        by: string;
        reason: string;
      } | null;
    };
    /**
     * @example {
     *       "entitlements": [
     *         {
     *           "callerId": "01a1fbcf-a63b-769e-a2dd-7720d501636c",
     *           "application": "demo",
     *           "scope": "Contact.User.mobile"
     *         }
     *       ],
     *       "reason": "payroll runs once a year"
     *     }
     */
    KeepEntitlements: {
      entitlements: {
        /** Format: uuid */
        callerId: string;
        /** @example demo */
        application: string;
        /** @example Contact.User.Read */
        scope: string;
      }[];
      reason: string;
    };
    KeptEntitlements: {
      kept: number;
    };
    /**
     * @example {
     *       "entitlements": [
     *         {
     *           "callerId": "01a1fbcf-a63b-769e-a2dd-7720d501636c",
     *           "application": "demo",
     *           "scope": "Contact.User.mobile"
     *         }
     *       ]
     *     }
     */
    PreviewNarrowing: {
      /**
       * Format: date-time
       * @description never used since then; 90 days ago
       * @example 2026-08-01T00:00:00Z
       */
      since?: string;
      entitlements: {
        /** Format: uuid */
        callerId: string;
        /** @example demo */
        application: string;
        /** @example Contact.User.Read */
        scope: string;
      }[];
    };
    /**
     * @example {
     *       "reason": "never used since June, review 2026-Q4",
     *       "callers": [
     *         {
     *           "callerId": "01a1fbcf-a63b-769e-a2dd-7720d501636c",
     *           "policyVersion": 3,
     *           "remove": [
     *             {
     *               "application": "demo",
     *               "scope": "Contact.User.mobile"
     *             }
     *           ]
     *         }
     *       ]
     *     }
     */
    NarrowEntitlements: {
      /**
       * Format: date-time
       * @description never used since then; 90 days ago
       * @example 2026-08-01T00:00:00Z
       */
      since?: string;
      reason: string;
      callers: {
        /** Format: uuid */
        callerId: string;
        /** @description as the preview has it */
        policyVersion: number;
        remove: {
          /** @example demo */
          application: string;
          /** @example Contact.User.Read */
          scope: string;
        }[];
      }[];
    };
    NarrowedEntitlements: {
      entitlements: number;
      callers: {
        /** Format: uuid */
        callerId: string;
        name: string;
        policyVersion: number;
        /** @description the version to restore, should that be wanted */
        replaced: number;
        removed: {
          /** @example demo */
          application: string;
          /** @example Contact.User.Read */
          scope: string;
        }[];
      }[];
    };
    ReviewDecision: {
      /** Format: uuid */
      callerId: string;
      caller: string;
      /** @example demo */
      application: string;
      /** @example Contact.User.Read */
      scope: string;
      /** @enum {string} */
      decision: 'kept' | 'narrowed' | 'open';
      by: string | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      at: string | null;
      reason: string | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      givenAt: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      lastUsedAt: string | null;
    };
    Revocation: {
      /** Format: uuid */
      revocationId: string;
      /** Format: uuid */
      grantId: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      revokedAt: string;
      /** @description null for the moment between the end of the grant and its receipt */
      liveHandouts: components['schemas']['LiveHandout'][] | null;
      /**
       * Format: date-time
       * @description DingTalk cannot revoke a token: until when one of this grant may go on living there
       * @example 2026-11-21T08:00:00Z
       */
      upstreamLiveUntil: string | null;
      /** @example demo */
      application: string;
      corpId: string;
      userId: string | null;
      unionId: string;
      actor: string;
      reason: string;
      /** @enum {string} */
      cause: 'operator' | 'person' | 'caller' | 'dingtalk_event' | 'bulk';
      /** Format: uuid */
      jobId: string | null;
    };
    /**
     * @example {
     *       "filter": {
     *         "application": "demo",
     *         "corpId": "dinghangzhou0001"
     *       }
     *     }
     */
    PreviewRevocations: {
      filter: {
        /**
         * @description a name or its beginning, or a whole userId, unionId or grant id
         * @example 张
         */
        q?: string;
        state?: components['schemas']['GrantState'];
        /**
         * @description why it needs consent, or will once it is resumed
         * @enum {string}
         */
        reason?: 'refresh_rejected' | 'indeterminate' | 'withdrawn' | 'scopes_missing';
        /** @example demo */
        application?: string;
        /**
         * @description organisation
         * @example dinghangzhou0001
         */
        corpId?: string;
        /**
         * @description the person within the organisation
         * @example zhangsan
         */
        userId?: string;
        /** @description the person across the organisations of one developer */
        unionId?: string;
        /**
         * @description among those granted
         * @example Contact.User.Read
         */
        scope?: string;
        /** @enum {string} */
        channel?: 'browser' | 'in_client' | 'assistant_skill' | 'plugin' | 'import';
        /**
         * Format: uuid
         * @description grants of which this caller still holds a live hand-out
         */
        callerId?: string;
        /** @description among these */
        grantIds?: string[];
      };
    };
    /**
     * @example {
     *       "previewToken": "nI3o…",
     *       "reason": "the service was compromised, INC-231"
     *     }
     */
    RevokeInBulk: {
      previewToken: string;
      reason: string;
    };
    /**
     * @description see docs/runbooks/move-in.md
     * @enum {string}
     */
    ImportOutcome:
      | 'stored'
      | 'replaced'
      | 'already_granted'
      | 'other_person'
      | 'not_a_member'
      | 'suspended'
      | 'identity_unavailable'
      | 'refresh_rejected'
      | 'indeterminate'
      | 'application_misconfigured'
      | 'dingtalk_unavailable'
      | 'unopenable'
      | 'cancelled';
    ImportRow: {
      /** @description of the file, the first is 1 */
      line: number;
      /** @example demo */
      application: string;
      corpId: string | null;
      expectedUserId: string | null;
      expectedUnionId: string | null;
      /** @description null while it is not decided */
      outcome: components['schemas']['ImportOutcome'] | null;
      /** Format: uuid */
      grantId: string | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      finishedAt: string | null;
    };
    Keys: {
      /** @description newest first */
      items: components['schemas']['MasterKey'][];
      /** @description always null: there are a handful */
      nextCursor: string | null;
      /** @description every replica that is alive, and how its provider of master keys is */
      replicas: {
        /** Format: uuid */
        replica: string;
        /** @example 2026-10 */
        currentKeyId: string;
        healthy: boolean;
        /** @description why its provider could not be read */
        trouble: string | null;
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        lookedAt: string;
      }[];
      /**
       * Format: uuid
       * @description the newest rotation; see /admin/v1/jobs/{id}
       */
      rotationJobId: string | null;
    };
    MasterKey: {
      /** @example 2026-10 */
      id: string;
      /**
       * @description current: seals and opens; retiring: opens only; retired: nothing needs it, and it can go from the file
       * @enum {string}
       */
      state: 'current' | 'retiring' | 'retired';
      /** @example file */
      provider: string;
      /**
       * Format: date-time
       * @description when a replica first had it; null: none ever did
       * @example 2026-11-21T08:00:00Z
       */
      addedAt: string | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      retiredAt: string | null;
      /** @description data keys that are wrapped by it */
      dataKeys: number;
      /** @description values sealed with those data keys, as of countedAt */
      sealed: number;
      /**
       * Format: date-time
       * @description the oldest of the counts; null: not all are counted yet
       * @example 2026-11-21T08:00:00Z
       */
      countedAt: string | null;
      /**
       * Format: date-time
       * @description when a value under it was last sealed or opened, to within ten seconds
       * @example 2026-11-21T08:00:00Z
       */
      lastUsedAt: string | null;
      /** @description replicas that do not have it */
      missingOn: string[];
    };
    /**
     * @example {
     *       "reason": "yearly rotation, a new last line in the master key file"
     *     }
     */
    RotateKeys: {
      reason: string;
    };
    /**
     * @example {
     *       "openapi": "openapi: 3.0.1\ninfo: {title: To-dos, version: v1}\npaths:\n  /todos:\n    post:\n      operationId: createTodo\n      responses: {'200': {description: ok}}\n",
     *       "scopes": [
     *         "Todo.PersonalTodo.Write"
     *       ]
     *     }
     */
    AnnotateSkill: {
      /** @description the OpenAPI 3.0 file of the skill, YAML or JSON, as it is written */
      openapi: string;
      /**
       * @description the points the skill needs; the identity scope is added
       * @example [
       *       "Contact.User.Read"
       *     ]
       */
      scopes: string[];
      /**
       * @description where the code shall arrive; body where an operation has a JSON body
       * @default query
       * @enum {string}
       */
      in: 'query' | 'body';
    };
    AnnotatedSkill: {
      openapi: string;
      /** @description of the annotated file */
      findings: components['schemas']['SkillFinding'][];
    };
    SkillFinding: {
      /**
       * @description an error keeps the skill from working
       * @enum {string}
       */
      severity: 'error' | 'warning';
      /**
       * @description stable
       * @example identity_scope_missing
       */
      code: string;
      /** @description from 1 */
      line: number;
      message: string;
    };
    /**
     * @example {
     *       "openapi": "openapi: 3.0.1\ninfo: {title: To-dos, version: v1}\npaths:\n  /todos:\n    post:\n      operationId: createTodo\n      responses: {'200': {description: ok}}\n"
     *     }
     */
    CheckSkill: {
      /** @description the OpenAPI 3.0 file of the skill, YAML or JSON, as it is written */
      openapi: string;
    };
    SkillFindings: {
      findings: components['schemas']['SkillFinding'][];
    };
    /**
     * @description a caller, a grant or a whole application carries its own suspension
     * @enum {string}
     */
    SuspensionKind: 'organisation' | 'scope' | 'application_in_organisation';
    Suspension: {
      /** Format: uuid */
      id: string;
      kind: components['schemas']['SuspensionKind'];
      /** @example demo */
      application: string | null;
      corpId: string | null;
      /** @example Contact.User.Read */
      scope: string | null;
      /**
       * @description it is suspended while either of them says so
       * @enum {string}
       */
      source: 'operator' | 'dingtalk';
      actor: string;
      reason: string;
      /**
       * Format: date-time
       * @description when this source last said so
       * @example 2026-11-21T08:00:00Z
       */
      effectiveAt: string;
      /**
       * Format: date-time
       * @description null while it holds
       * @example 2026-11-21T08:00:00Z
       */
      liftedAt: string | null;
    };
    SuspensionEffect: {
      /** @description live grants it is about; 10 000 stands for that many and more */
      grants: number;
      /** @description those entitled to ask for it */
      callers: {
        /** Format: uuid */
        id: string;
        name: string;
      }[];
      /** @description an operator has suspended it already */
      suspended: boolean;
    };
    /**
     * @example {
     *       "reason": "data leak under investigation, INC-231"
     *     }
     */
    SuspensionRequest: {
      reason: string;
    };
    Webhook: {
      /** Format: uuid */
      id: string;
      url: string;
      description: string;
      events: (
        | 'grant.created'
        | 'grant.renewed'
        | 'grant.needs_consent'
        | 'grant.scopes_changed'
        | 'grant.suspended'
        | 'grant.resumed'
        | 'grant.expired'
        | 'grant.revoked'
        | 'revocation.completed'
        | 'audit.checkpoint'
      )[];
      /** @enum {string} */
      state: 'enabled' | 'disabled';
      /**
       * @description failing: nothing arrived for three days; gone: the receiver answered 410
       * @enum {string|null}
       */
      disabledBecause: 'operator' | 'failing' | 'gone' | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      failingSince: string | null;
      /** @description those that sign now, the newest first */
      secrets: {
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        createdAt: string;
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        expiresAt: string | null;
      }[];
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      updatedAt: string;
    };
    /**
     * @example {
     *       "url": "https://hooks.example.com/dingtalk-grants",
     *       "events": [
     *         "grant.revoked",
     *         "grant.expired"
     *       ]
     *     }
     */
    CreateWebhook: {
      /**
       * Format: uri
       * @description https; addresses of private networks only where the broker’s environment allows them
       * @example https://hooks.example.com/dingtalk-grants
       */
      url: string;
      /**
       * @description what it is for
       * @default
       * @example to-do sync: forget who has left
       */
      description: string;
      /**
       * @example [
       *       "grant.revoked",
       *       "grant.expired"
       *     ]
       */
      events: (
        | 'grant.created'
        | 'grant.renewed'
        | 'grant.needs_consent'
        | 'grant.scopes_changed'
        | 'grant.suspended'
        | 'grant.resumed'
        | 'grant.expired'
        | 'grant.revoked'
        | 'revocation.completed'
        | 'audit.checkpoint'
      )[];
    };
    CreatedWebhook: {
      /** Format: uuid */
      id: string;
      url: string;
      description: string;
      events: (
        | 'grant.created'
        | 'grant.renewed'
        | 'grant.needs_consent'
        | 'grant.scopes_changed'
        | 'grant.suspended'
        | 'grant.resumed'
        | 'grant.expired'
        | 'grant.revoked'
        | 'revocation.completed'
        | 'audit.checkpoint'
      )[];
      /** @enum {string} */
      state: 'enabled' | 'disabled';
      /**
       * @description failing: nothing arrived for three days; gone: the receiver answered 410
       * @enum {string|null}
       */
      disabledBecause: 'operator' | 'failing' | 'gone' | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      failingSince: string | null;
      /** @description those that sign now, the newest first */
      secrets: {
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        createdAt: string;
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        expiresAt: string | null;
      }[];
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      updatedAt: string;
      /**
       * @description signs every message; shown this once
       * @example whsec_…
       */
      secret: string;
    };
    /**
     * @example {
     *       "enabled": false
     *     }
     */
    ChangeWebhook: {
      /**
       * Format: uri
       * @description https; addresses of private networks only where the broker’s environment allows them
       * @example https://hooks.example.com/dingtalk-grants
       */
      url?: string;
      /**
       * @description what it is for
       * @example to-do sync: forget who has left
       */
      description?: string;
      /**
       * @example [
       *       "grant.revoked",
       *       "grant.expired"
       *     ]
       */
      events?: (
        | 'grant.created'
        | 'grant.renewed'
        | 'grant.needs_consent'
        | 'grant.scopes_changed'
        | 'grant.suspended'
        | 'grant.resumed'
        | 'grant.expired'
        | 'grant.revoked'
        | 'revocation.completed'
        | 'audit.checkpoint'
      )[];
      /** @description enabled again, it is told of what happens from then on */
      enabled?: boolean;
    };
    /**
     * @example {
     *       "overlapHours": 24
     *     }
     */
    RotateWebhookSecret: {
      /**
       * @description so long both secrets sign, for the receiver to change over
       * @default 24
       */
      overlapHours: number;
    };
    WebhookDelivery: {
      /**
       * Format: uuid
       * @description the `webhook-id` of the message, the same for every attempt
       */
      id: string;
      event: string;
      /** @enum {string} */
      state: 'pending' | 'delivered' | 'failed';
      attempts: number;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      finishedAt: string | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      nextAttemptAt: string | null;
      last: {
        number: number;
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        attemptedAt: string;
        milliseconds: number;
        /** @description what the receiver answered; null: nothing */
        status: number | null;
        /** @description why there was no answer */
        fault: string | null;
        /** @description the first 300 characters of it */
        answer: string | null;
      } | null;
    };
    WebhookDeliveryDetail: {
      /**
       * Format: uuid
       * @description the `webhook-id` of the message, the same for every attempt
       */
      id: string;
      event: string;
      /** @enum {string} */
      state: 'pending' | 'delivered' | 'failed';
      attempts: number;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      finishedAt: string | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      nextAttemptAt: string | null;
      last: {
        number: number;
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        attemptedAt: string;
        milliseconds: number;
        /** @description what the receiver answered; null: nothing */
        status: number | null;
        /** @description why there was no answer */
        fault: string | null;
        /** @description the first 300 characters of it */
        answer: string | null;
      } | null;
      /** @description as it is sent, byte by byte */
      body: string;
      /** @description every attempt */
      log: {
        number: number;
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        attemptedAt: string;
        milliseconds: number;
        /** @description what the receiver answered; null: nothing */
        status: number | null;
        /** @description why there was no answer */
        fault: string | null;
        /** @description the first 300 characters of it */
        answer: string | null;
      }[];
    };
    AuditEvent: {
      /** Format: uuid */
      id: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      occurredAt: string;
      type: string;
      actor: string;
      /** Format: uuid */
      callerId: string | null;
      /** Format: uuid */
      grantId: string | null;
      application: string | null;
      corpId: string;
      userId: string | null;
      unionId: string | null;
      scopes: string[] | null;
      purpose: string | null;
      outcome: string;
      /** @description the entitlement that allowed it, or the rule that refused it */
      rule: string | null;
      /** Format: uuid */
      handoutId: string | null;
      /** @enum {string|null} */
      delivery: 'token' | 'handle' | 'gateway' | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      liveUntil: string | null;
      requestId: string;
      lane: number;
      /** @description number within the lane, without gaps */
      seq: number;
      details: {
        [key: string]: unknown;
      } | null;
    };
    AuditRecord: {
      /** Format: uuid */
      id: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      occurredAt: string;
      type: string;
      actor: string;
      /** Format: uuid */
      callerId: string | null;
      /** Format: uuid */
      grantId: string | null;
      application: string | null;
      corpId: string;
      userId: string | null;
      unionId: string | null;
      scopes: string[] | null;
      purpose: string | null;
      outcome: string;
      /** @description the entitlement that allowed it, or the rule that refused it */
      rule: string | null;
      /** Format: uuid */
      handoutId: string | null;
      /** @enum {string|null} */
      delivery: 'token' | 'handle' | 'gateway' | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      liveUntil: string | null;
      requestId: string;
      lane: number;
      /** @description number within the lane, without gaps */
      seq: number;
      details: {
        [key: string]: unknown;
      } | null;
      /** @description SHA-256 of its line as it was written, hexadecimal: what the chain knows it by */
      hash: string;
      /** @description its person was erased since, so it says less than it did */
      erased: boolean;
      /** @description the first signed checkpoint that covers it; null: none does yet */
      checkpoint: {
        /** Format: uuid */
        replica: string;
        number: number;
        at: string;
        keyId: string;
      } | null;
      /** Format: uuid */
      newerId: string | null;
      /** Format: uuid */
      olderId: string | null;
    };
    /**
     * @default {
     *       "publishedCheckpoints": []
     *     }
     * @example {}
     */
    VerifyAudit: {
      /**
       * @description lines of a file of published checkpoints; the newest of each replica are enough to find a cut tail
       * @default []
       */
      publishedCheckpoints: string[];
    };
    Overview: {
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      serverTime: string;
      version: string;
      dingtalk: {
        loginUrl: string;
        apiUrl: string;
        oapiUrl: string;
        isDingTalk: boolean;
      };
      operator: {
        name: string;
        /** @enum {string} */
        role: 'owner' | 'admin' | 'auditor';
      };
      /** @description the worst first; empty when all is well */
      attention: components['schemas']['Attention'][];
      grantsByState: {
        active: number;
        suspended: number;
        needs_consent: number;
        revoked: number;
        expired: number;
      };
      /** @description of those that need consent: DingTalk’s answer to a refresh was lost */
      indeterminate: number;
      /**
       * Format: date-time
       * @description grants are counted now and then; null: not yet
       * @example 2026-11-21T08:00:00Z
       */
      grantsCountedAt: string | null;
      applications: number;
      callers: number;
      handoutsLastHour: {
        total: number;
        byOutcome: {
          [key: string]: number;
        };
      };
      /** @description one for each application; computed every five minutes */
      forecasts: {
        /** @example demo */
        application: string;
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        computedAt: string;
        grants: number;
        /** @description people who will have to consent again within a day */
        within1Day: number;
        within7Days: number;
        within30Days: number;
        /** @description what keeping all of its grants alive takes */
        refreshesPerSecond: number;
        /** @description what DingTalk allows it */
        callsPerSecond: number;
        budgetSuffices: boolean;
      }[];
      trail: {
        /**
         * Format: date-time
         * @description signed checkpoints cover every record until then
         * @example 2026-11-21T08:00:00Z
         */
        coveredUntil: string | null;
        /** @description the last one; null if there was none */
        verification: {
          /**
           * Format: date-time
           * @description RFC 3339
           * @example 2026-11-21T08:00:00Z
           */
          at: string;
          ok: boolean;
          actor: string;
          /**
           * Format: date-time
           * @description RFC 3339
           * @example 2026-11-21T08:00:00Z
           */
          provenUntil: string | null;
          unprovenRecords: number;
          /** @description compared with checkpoints published outside the database */
          anchored: boolean;
        } | null;
      };
      checks: {
        name: string;
        ok: boolean;
        detail: string;
      }[];
    };
    Attention: {
      /** @enum {string} */
      code:
        | 'check_failed'
        | 'trail_broken'
        | 'trail_uncovered'
        | 'trail_not_verified'
        | 'refreshes_fail'
        | 'budget_too_small'
        | 'consent_needed_soon'
        | 'grants_narrower'
        | 'grants_indeterminate'
        | 'disabled_caller_asks'
        | 'webhook_fails'
        | 'figures_late';
      /** @enum {string} */
      level: 'error' | 'warning' | 'notice';
      count: number | null;
      /** @description the count by application */
      parts: {
        /** @example demo */
        application: string;
        count: number;
      }[];
      caller: {
        /** Format: uuid */
        id: string;
        name: string;
      } | null;
      webhook: {
        /** Format: uuid */
        id: string;
        url: string;
      } | null;
      /** @description what DingTalk answers, or which check fails */
      answer: string | null;
      /** @description calls a second */
      needed: number | null;
      /** @description calls a second */
      allowed: number | null;
      /**
       * Format: date-time
       * @description when it happened last
       * @example 2026-11-21T08:00:00Z
       */
      at: string | null;
      /**
       * Format: date-time
       * @description when it is tried again
       * @example 2026-11-21T08:00:00Z
       */
      until: string | null;
    };
    OverviewSeries: {
      /** @enum {string} */
      range: '1h' | '24h' | '7d' | '30d';
      bucketSeconds: number;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      from: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      to: string;
      /**
       * Format: date-time
       * @description everything until then is counted; null: nothing is yet
       * @example 2026-11-21T08:00:00Z
       */
      asOf: string | null;
      totals: components['schemas']['OverviewCounts'];
      points: {
        /**
         * Format: date-time
         * @description RFC 3339
         * @example 2026-11-21T08:00:00Z
         */
        at: string;
        /** @description null where nothing is known: a gap */
        counts: components['schemas']['OverviewCounts'] | null;
      }[];
    };
    OverviewCounts: {
      /** @description hand-outs of a raw token */
      token: number;
      /** @description hand-outs of a handle */
      handle: number;
      /** @description calls through the gateway */
      gateway: number;
      /** @description requests answered with the way to consent, or with a consent that is open or refused */
      consentRequired: number;
      /** @description requests refused for any other reason */
      refused: number;
      refreshes: number;
      /** @description consents given */
      consents: number;
      /** @description refreshes DingTalk refused or did not answer, consents that failed, requests answered with temporarily_unavailable */
      failures: number;
    };
    Lookup: {
      items: components['schemas']['LookupHit'][];
    };
    LookupHit: {
      /** @enum {string} */
      kind:
        | 'grant'
        | 'person'
        | 'organisation'
        | 'scope'
        | 'application'
        | 'caller'
        | 'operator'
        | 'consent'
        | 'revocation'
        | 'job'
        | 'handout'
        | 'audit_record'
        | 'request';
      /** @description by which its page is found */
      id: string;
      name: string | null;
      /** @description what tells it apart from others: its state, its application */
      detail: string | null;
      /**
       * Format: date-time
       * @description when it was made or happened
       * @example 2026-11-21T08:00:00Z
       */
      at: string | null;
    };
    Settings: {
      items: components['schemas']['Setting'][];
    };
    Setting: {
      /** @description the environment variable; a name of its own for what is built in */
      name: string;
      /** @enum {string} */
      group: 'addresses' | 'dingtalk' | 'database' | 'keys' | 'sign_in' | 'trail' | 'limits';
      /** @description null: not set; of a secret only whether it is set */
      value: string | null;
      /** @enum {string|null} */
      unit: 'seconds' | 'minutes' | 'days' | 'per_second' | null;
      secret: boolean;
      /**
       * @description default: the variable is not set; built_in: there is no variable for it
       * @enum {string}
       */
      source: 'environment' | 'default' | 'built_in';
      meaning: {
        zh: string;
        en: string;
      };
    };
    Operator: {
      /** Format: uuid */
      id: string;
      /** @example li-ming */
      name: string;
      /**
       * @description owner: anything; admin: all but saying who the operators are; auditor: reads
       * @enum {string}
       */
      role: 'owner' | 'admin' | 'auditor';
      /** @description who signs in through DingTalk as this operator; null for a program */
      unionId: string | null;
      /** @description whose subject it is; null where there is none */
      oidcIssuer: string | null;
      /** @description who signs in through the configured OpenID Connect provider as this operator: its `sub` */
      oidcSubject: string | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      disabledAt: string | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      updatedAt: string;
    };
    /**
     * @example {
     *       "name": "li-ming",
     *       "role": "auditor"
     *     }
     */
    CreateOperator: {
      /** @example li-ming */
      name: string;
      /**
       * @description owner: anything; admin: all but saying who the operators are; auditor: reads
       * @enum {string}
       */
      role: 'owner' | 'admin' | 'auditor';
      /**
       * @description who signs in through DingTalk as this operator; null for a program
       * @default null
       */
      unionId: string | null;
      /**
       * @description who signs in through the configured OpenID Connect provider as this operator: its `sub`
       * @default null
       */
      oidcSubject: string | null;
    };
    OwnOperator: {
      /**
       * Format: uuid
       * @description null for the holder of the bootstrap token
       */
      id: string | null;
      name: string;
      /**
       * @description owner: anything; admin: all but saying who the operators are; auditor: reads
       * @enum {string}
       */
      role: 'owner' | 'admin' | 'auditor';
      /**
       * @description what this token may be used for
       * @example [
       *       "grants:read"
       *     ]
       */
      permissions: string[];
    };
    /**
     * @example {
     *       "role": "admin"
     *     }
     */
    ChangeOperator: {
      /** @example li-ming */
      name?: string;
      /**
       * @description owner: anything; admin: all but saying who the operators are; auditor: reads
       * @enum {string}
       */
      role?: 'owner' | 'admin' | 'auditor';
      /** @description who signs in through DingTalk as this operator; null for a program */
      unionId?: string | null;
      /** @description who signs in through the configured OpenID Connect provider as this operator: its `sub` */
      oidcSubject?: string | null;
    };
    OperatorToken: {
      /** Format: uuid */
      id: string;
      name: string;
      /**
       * @description of those the role holds; left out: all of them
       * @example [
       *       "grants:read",
       *       "audit:read"
       *     ]
       */
      permissions: string[] | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      expiresAt: string;
      /**
       * Format: date-time
       * @description to the minute
       * @example 2026-11-21T08:00:00Z
       */
      lastUsedAt: string | null;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      revokedAt: string | null;
    };
    /**
     * @example {
     *       "name": "nightly export",
     *       "expiresAt": "2027-06-30T00:00:00Z"
     *     }
     */
    CreateOperatorToken: {
      /**
       * @description what it is for
       * @example nightly export
       */
      name: string;
      /**
       * Format: date-time
       * @description at most 366 days from now
       * @example 2026-11-21T08:00:00Z
       */
      expiresAt: string;
      /**
       * @description of those the role holds; left out: all of them
       * @example [
       *       "grants:read",
       *       "audit:read"
       *     ]
       */
      permissions?: string[];
    };
    CreatedOperatorToken: {
      /** Format: uuid */
      id: string;
      /** @description shown this once */
      token: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      expiresAt: string;
    };
    OperatorSessions: {
      items: components['schemas']['OperatorSession'][];
    };
    OperatorSession: {
      /** Format: uuid */
      id: string;
      /**
       * Format: date-time
       * @description RFC 3339
       * @example 2026-11-21T08:00:00Z
       */
      signedInAt: string;
      /**
       * Format: date-time
       * @description to the minute; half an hour later the session is over
       * @example 2026-11-21T08:00:00Z
       */
      lastSeenAt: string;
      /**
       * Format: date-time
       * @description however busy the operator is
       * @example 2026-11-21T08:00:00Z
       */
      endsAt: string;
    };
    SignInWays: {
      /** @description an application is marked signIn; the way is GET /admin/sign-in */
      dingtalk: boolean;
      /** @description the way is GET /admin/sign-in/oidc; null: none is configured */
      openid: {
        /**
         * @description of the provider, for the button
         * @example Company account
         */
        name: string;
      } | null;
    };
    OwnSession: {
      operator: components['schemas']['OwnOperator'];
      /** @description send it as x-csrf-token with whatever changes something; null for an operator token */
      csrfToken: string | null;
    };
    BrowserSession: {
      /** @description null: nobody is signed in in this browser */
      csrfToken: string | null;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  issueAccessToken: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/x-www-form-urlencoded': {
          /**
           * @description client_credentials, or urn:ietf:params:oauth:grant-type:token-exchange
           * @example client_credentials
           */
          grant_type: string;
          /**
           * @description left out with HTTP Basic
           * @example
           */
          client_id?: string;
          /**
           * @description left out with HTTP Basic
           * @example
           */
          client_secret?: string;
          /**
           * @description RFC 7521 section 4.2: instead of a secret
           * @example
           */
          client_assertion_type?: string;
          /**
           * @description RFC 7521 section 4.2: instead of a secret
           * @example
           */
          client_assertion?: string;
          /**
           * @description token exchange: the person’s id
           * @example
           */
          subject_token?: string;
          /**
           * @description token exchange: urn:dingtalk:params:oauth:token-type:user-id or urn:dingtalk:params:oauth:token-type:union-id
           * @example
           */
          subject_token_type?: string;
          /**
           * @description token exchange: permission points, separated by spaces
           * @example
           */
          scope?: string;
          /**
           * @description token exchange: the application
           * @example
           */
          audience?: string;
          /**
           * @description token exchange: the organisation
           * @example
           */
          corp_id?: string;
          /**
           * @description token exchange: why, in words the person may read
           * @example
           */
          purpose?: string;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AccessToken'] | components['schemas']['ExchangedToken'];
        };
      };
      /** @description An error; `error` and `code` say which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OAuthError'];
        };
      };
    };
  };
  introspectHandle: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/x-www-form-urlencoded': {
          /**
           * @description left out with HTTP Basic
           * @example
           */
          client_id?: string;
          /**
           * @description left out with HTTP Basic
           * @example
           */
          client_secret?: string;
          /**
           * @description RFC 7521 section 4.2: instead of a secret
           * @example
           */
          client_assertion_type?: string;
          /**
           * @description RFC 7521 section 4.2: instead of a secret
           * @example
           */
          client_assertion?: string;
          /** @description the handle */
          token: string;
          /**
           * @description taken and not needed
           * @example
           */
          token_type_hint?: string;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Introspection'];
        };
      };
      /** @description An error; `error` and `code` say which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OAuthError'];
        };
      };
    };
  };
  revokeHandle: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/x-www-form-urlencoded': {
          /**
           * @description left out with HTTP Basic
           * @example
           */
          client_id?: string;
          /**
           * @description left out with HTTP Basic
           * @example
           */
          client_secret?: string;
          /**
           * @description RFC 7521 section 4.2: instead of a secret
           * @example
           */
          client_assertion_type?: string;
          /**
           * @description RFC 7521 section 4.2: instead of a secret
           * @example
           */
          client_assertion?: string;
          /** @description the handle */
          token: string;
          /**
           * @description taken and not needed
           * @example
           */
          token_type_hint?: string;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description It is worth nothing from the next call on, or never was a handle of this caller’s */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HandleRevoked'];
        };
      };
      /** @description An error; `error` and `code` say which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OAuthError'];
        };
      };
    };
  };
  authorizationServerMetadata: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AuthorizationServerMetadata'];
        };
      };
    };
  };
  jwks: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['JsonWebKeySet'];
        };
      };
    };
  };
  issueToken: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TokenRequest'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Token'];
        };
      };
      /** @description consent_required, forbidden_by_policy, token_too_broad */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description temporarily_unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  issueHandle: {
    parameters: {
      query?: never;
      header?: {
        /** @description a proof (RFC 9449): binds the handle to the key that made it */
        DPoP?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['HandleRequest'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Handle'];
        };
      };
      /** @description consent_required, forbidden_by_policy */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description temporarily_unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  issueTokens: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TokenBatchRequest'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TokenBatch'];
        };
      };
      /** @description A problem of the batch as a whole; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  revokeGrantByCaller: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        grantId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RevokeGrant'];
      };
    };
    responses: {
      /** @description The receipt, of the caller’s own hand-outs */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RevocationReceipt'];
        };
      };
      /** @description forbidden_by_policy, rule may_revoke */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  returnHandout: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        handoutId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ReturnedHandout'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  pushDingTalkEvent: {
    parameters: {
      query: {
        nonce: string;
        /** @description refused when more than an hour from now */
        timestamp: string;
      };
      header?: never;
      path: {
        application: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /**
           * @description AES-256-CBC, Base64
           * @example YvkvaGe4hQxd3VxRmEty…
           */
          encrypt: string;
        };
      };
    };
    responses: {
      /** @description Stored; what the event does follows */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DingTalkPushAnswer'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createConsent: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ConsentRequest'];
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ConsentLink'];
        };
      };
      /** @description forbidden_by_policy */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getConsent: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Consent'];
        };
      };
      /** @description not_found */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  exchangeAuthCode: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ExchangeAuthCode'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ExchangedAuthCode'];
        };
      };
      /** @description forbidden_by_policy, rule may_bring_codes among others; identity_unavailable; or what a hand-out answers, with grantId */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listApplications: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Application'][];
            nextCursor: string | null;
          };
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  registerApplication: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RegisterApplication'];
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Application'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  checkDraftApplication: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RegisterApplication'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ApplicationCheckResult'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  checkApplication: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ApplicationCheckResult'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getApplication: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Application'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  changeApplication: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChangeApplication'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Application'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getApplicationHealth: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ApplicationHealth'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  suspendApplication: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Application'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  resumeApplication: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Application'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listAbilities: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Ability'][];
            nextCursor: string | null;
          };
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  registerAbility: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RegisterAbility'];
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SavedAbility'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  removeAbility: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
        /** @description the ability’s key in DingTalk’s console */
        abilityKey: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Ability'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  changeAbility: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
        /** @description the ability’s key in DingTalk’s console */
        abilityKey: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChangeAbility'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SavedAbility'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listCallers: {
    parameters: {
      query?: {
        limit?: number;
        /** @description nextCursor of the page before */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Caller'][];
            nextCursor: string | null;
          };
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createCaller: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateCaller'];
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CreatedCaller'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getCaller: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Caller'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  changeCaller: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChangeCaller'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedCaller'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  disableCaller: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Caller'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  enableCaller: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Caller'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listCallerSecrets: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['CallerSecret'][];
            nextCursor: string | null;
          };
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  endCallerSecret: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
        secretId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CallerSecret'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  rotateCallerSecret: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RotateSecret'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RotatedSecret'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listCallerHistory: {
    parameters: {
      query?: {
        limit?: number;
        /** @description nextCursor of the page before */
        cursor?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['CallerVersion'][];
            nextCursor: string | null;
            /** @description the caller as it is now; every change raises it */
            policyVersion: number;
          };
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  restoreCaller: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RestoreCaller'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Caller'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  explainPolicy: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PolicyQuestion'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PolicyExplanation'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  replayHandouts: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ReplayHandouts'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HandoutReplay'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listPeople: {
    parameters: {
      query?: {
        limit?: number;
        /** @description nextCursor of the page before */
        cursor?: string;
        /** @description a name or its beginning, or a whole userId or unionId */
        q?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Person'][];
            nextCursor: string | null;
          };
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getPerson: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description the person across the organisations of one developer */
        unionId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PersonDetail'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listPersonUses: {
    parameters: {
      query?: {
        limit?: number;
        /** @description nextCursor of the page before */
        cursor?: string;
      };
      header?: never;
      path: {
        /** @description the person across the organisations of one developer */
        unionId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PersonUses'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listReach: {
    parameters: {
      query?: {
        limit?: number;
        /** @description nextCursor of the page before */
        cursor?: string;
        application?: string;
        /** @description organisation */
        corpId?: string;
      };
      header?: never;
      path: {
        /** @description the person across the organisations of one developer */
        unionId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Reach'][];
            nextCursor: string | null;
          };
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listConsents: {
    parameters: {
      query?: {
        limit?: number;
        /** @description nextCursor of the page before */
        cursor?: string;
        state?: 'pending' | 'granted' | 'rejected' | 'expired';
        application?: string;
        callerId?: string;
        /** @description organisation */
        corpId?: string;
        /** @description the person within the organisation */
        userId?: string;
        /** @description the person across the organisations of one developer */
        unionId?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['OperatorConsent'][];
            nextCursor: string | null;
          };
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  readConsent: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OperatorConsent'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  cancelConsent: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CancelConsent'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OperatorConsent'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  erasePerson: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description the person across the organisations of one developer */
        unionId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ErasePerson'];
      };
    };
    responses: {
      /** @description Done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Job'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listGrants: {
    parameters: {
      query?: {
        limit?: number;
        /** @description nextCursor of the page before */
        cursor?: string;
        /** @description a name or its beginning, or a whole userId, unionId or grant id */
        q?: string;
        state?: components['schemas']['GrantState'];
        /** @description why it needs consent, or will once it is resumed */
        reason?: 'refresh_rejected' | 'indeterminate' | 'withdrawn' | 'scopes_missing';
        application?: string;
        /** @description organisation */
        corpId?: string;
        /** @description the person within the organisation */
        userId?: string;
        /** @description the person across the organisations of one developer */
        unionId?: string;
        /** @description among those granted */
        scope?: string;
        channel?: 'browser' | 'in_client' | 'assistant_skill' | 'plugin' | 'import';
        /** @description consentEnds: those first whose refresh token runs out first; those without one are left out */
        sort?: 'newest' | 'oldest' | 'consentEnds';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['ListedGrant'][];
            nextCursor: string | null;
          };
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getGrant: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListedGrant'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listGrantUsers: {
    parameters: {
      query?: {
        limit?: number;
        /** @description nextCursor of the page before */
        cursor?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GrantUsers'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  observeGrant: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListedGrant'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  suspendGrant: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListedGrant'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  resumeGrant: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListedGrant'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  revokeGrant: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RevokeGrant'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RevocationReceipt'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listScopes: {
    parameters: {
      query?: {
        limit?: number;
        /** @description nextCursor of the page before */
        cursor?: string;
        /** @description part of the code or of the name, in either language */
        q?: string;
        type?: 'rpc' | 'field' | 'base';
        /** @description points that are either are in both */
        kind?: 'delegated' | 'app';
        /** @description declared by it */
        application?: string;
        /** @description only scopes that callers may ask for and that nothing carried for so many days */
        unused?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Scope'][];
            nextCursor: string | null;
          };
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getScope: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        code: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ScopeDetail'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listAccessReviews: {
    parameters: {
      query?: {
        limit?: number;
        /** @description nextCursor of the page before */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['AccessReview'][];
            nextCursor: string | null;
          };
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  signAccessReview: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SignAccessReview'];
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AccessReview'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listReviewCandidates: {
    parameters: {
      query?: {
        limit?: number;
        /** @description nextCursor of the page before */
        cursor?: string;
        /** @description never used since then; 90 days ago */
        since?: string;
        /** @description also what was given only after since, so that it had less time to be used */
        recent?: 'true' | 'false';
        application?: string;
        callerId?: string;
        decision?: 'open' | 'kept';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['ReviewCandidate'][];
            nextCursor: string | null;
            /**
             * Format: date-time
             * @description RFC 3339
             * @example 2026-11-21T08:00:00Z
             */
            since: string;
            /**
             * Format: date-time
             * @description hand-outs before then are not known
             * @example 2026-11-21T08:00:00Z
             */
            trackedSince: string;
            /**
             * Format: date-time
             * @description all hand-outs before then are counted
             * @example 2026-11-21T08:00:00Z
             */
            countedUntil: string;
          };
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  exportReviewCandidates: {
    parameters: {
      query: {
        /** @description never used since then; 90 days ago */
        since?: string;
        /** @description also what was given only after since, so that it had less time to be used */
        recent?: 'true' | 'false';
        application?: string;
        callerId?: string;
        decision?: 'open' | 'kept';
        format: 'csv' | 'json';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/csv': string;
          'application/json': Record<string, never>;
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  keepEntitlements: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['KeepEntitlements'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['KeptEntitlements'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  previewNarrowing: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PreviewNarrowing'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NarrowingPreview'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  narrowEntitlements: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NarrowEntitlements'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NarrowedEntitlements'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  draftAccessReview: {
    parameters: {
      query?: {
        /** @description never used since then; 90 days ago */
        since?: string;
        /** @description also what was given only after since, so that it had less time to be used */
        recent?: 'true' | 'false';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AccessReviewDraft'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getAccessReview: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AccessReview'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listReviewDecisions: {
    parameters: {
      query?: {
        limit?: number;
        /** @description nextCursor of the page before */
        cursor?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['ReviewDecision'][];
            nextCursor: string | null;
          };
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  exportAccessReview: {
    parameters: {
      query: {
        format: 'csv' | 'json';
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/csv': string;
          'application/json': Record<string, never>;
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listRevocations: {
    parameters: {
      query?: {
        limit?: number;
        /** @description nextCursor of the page before */
        cursor?: string;
        application?: string;
        /** @description organisation */
        corpId?: string;
        /** @description the person within the organisation */
        userId?: string;
        /** @description the person across the organisations of one developer */
        unionId?: string;
        /** @description who revoked; the beginning is enough */
        actor?: string;
        /** @description RFC 3339 */
        from?: string;
        /** @description RFC 3339 */
        to?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Revocation'][];
            nextCursor: string | null;
          };
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  revokeInBulk: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RevokeInBulk'];
      };
    };
    responses: {
      /** @description Done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Job'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getRevocation: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Revocation'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  previewRevocations: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PreviewRevocations'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RevocationPreview'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  importGrants: {
    parameters: {
      query?: {
        /** @description whether a grant that lives already gets the tokens of the import */
        replace?: 'true' | 'false';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/x-ndjson': string;
      };
    };
    responses: {
      /** @description Done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Job'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listImportRows: {
    parameters: {
      query?: {
        limit?: number;
        /** @description nextCursor of the page before */
        cursor?: string;
        outcome?: components['schemas']['ImportOutcome'];
      };
      header?: never;
      path: {
        jobId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['ImportRow'][];
            nextCursor: string | null;
          };
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listJobs: {
    parameters: {
      query?: {
        limit?: number;
        /** @description nextCursor of the page before */
        cursor?: string;
        type?: 'bulk_revocation' | 'audit_verification' | 'reseal' | 'person_erasure' | 'import';
        state?: components['schemas']['JobState'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Job'][];
            nextCursor: string | null;
          };
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getJob: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Job'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  cancelJob: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Job'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  pauseJob: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Job'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  resumeJob: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Job'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listKeys: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Keys'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  rotateKeys: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RotateKeys'];
      };
    };
    responses: {
      /** @description Done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Job'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  retireKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        keyId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MasterKey'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  annotateSkill: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AnnotateSkill'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AnnotatedSkill'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  checkSkill: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CheckSkill'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SkillFindings'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listSuspensions: {
    parameters: {
      query?: {
        limit?: number;
        /** @description nextCursor of the page before */
        cursor?: string;
        kind?: components['schemas']['SuspensionKind'];
        /** @description true: only those that hold; false: only those that were lifted */
        holds?: 'true' | 'false';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Suspension'][];
            nextCursor: string | null;
          };
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  previewSuspension: {
    parameters: {
      query?: {
        /** @description organisation */
        corpId?: string;
        scope?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SuspensionEffect'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  suspendOrganisation: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description organisation */
        corpId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SuspensionRequest'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Suspension'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  resumeOrganisation: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description organisation */
        corpId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SuspensionRequest'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Suspension'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  suspendScope: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        scope: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SuspensionRequest'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Suspension'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  resumeScope: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        scope: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SuspensionRequest'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Suspension'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listWebhooks: {
    parameters: {
      query?: {
        limit?: number;
        /** @description nextCursor of the page before */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Webhook'][];
            nextCursor: string | null;
          };
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createWebhook: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateWebhook'];
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CreatedWebhook'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getWebhook: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Webhook'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  removeWebhook: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description As it was */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Webhook'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  changeWebhook: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChangeWebhook'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Webhook'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  rotateWebhookSecret: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RotateWebhookSecret'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CreatedWebhook'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  testWebhook: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookDelivery'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listWebhookDeliveries: {
    parameters: {
      query?: {
        limit?: number;
        /** @description nextCursor of the page before */
        cursor?: string;
        state?: 'pending' | 'delivered' | 'failed';
        event?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['WebhookDelivery'][];
            nextCursor: string | null;
          };
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getWebhookDelivery: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
        deliveryId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookDeliveryDetail'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  replayWebhookDelivery: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
        deliveryId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookDelivery'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listAuditEvents: {
    parameters: {
      query?: {
        limit?: number;
        /** @description nextCursor of the page before */
        cursor?: string;
        grantId?: string;
        callerId?: string;
        /** @description the person within the organisation */
        userId?: string;
        /** @description the person across the organisations of one developer */
        unionId?: string;
        requestId?: string;
        /** @description what was done; several, separated by commas, are any of them */
        type?: string;
        /** @description what left, or what else happened; refusals are neither */
        only?: 'handouts' | 'changes';
        /** @description RFC 3339 */
        from?: string;
        /** @description RFC 3339 */
        to?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['AuditEvent'][];
            nextCursor: string | null;
          };
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  exportAuditEvents: {
    parameters: {
      query: {
        /** @description RFC 3339 */
        from: string;
        /** @description RFC 3339 */
        to: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description commands/verify-audit-export.mjs checks it */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/x-ndjson': string;
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getAuditEvent: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AuditRecord'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  verifyAudit: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['VerifyAudit'];
      };
    };
    responses: {
      /** @description Done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Job'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getOverview: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Overview'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getOverviewSeries: {
    parameters: {
      query?: {
        range?: '1h' | '24h' | '7d' | '30d';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OverviewSeries'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  lookUp: {
    parameters: {
      query: {
        /** @description an id of anything, a name or the beginning of a person’s, an organisation or a permission point */
        q: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Lookup'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getSettings: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Settings'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listOperators: {
    parameters: {
      query?: {
        limit?: number;
        /** @description nextCursor of the page before */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Operator'][];
            nextCursor: string | null;
          };
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createOperator: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateOperator'];
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Operator'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getOwnOperator: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OwnOperator'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getOperator: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Operator'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  changeOperator: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChangeOperator'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Operator'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  disableOperator: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Operator'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  enableOperator: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Operator'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listOperatorTokens: {
    parameters: {
      query?: {
        limit?: number;
        /** @description nextCursor of the page before */
        cursor?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['OperatorToken'][];
            nextCursor: string | null;
          };
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createOperatorToken: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateOperatorToken'];
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CreatedOperatorToken'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  revokeOperatorToken: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
        tokenId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OperatorToken'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listOperatorSessions: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OperatorSessions'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  endOperatorSessions: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OperatorSessions'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  endOperatorSession: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
        sessionId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Those that are left */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OperatorSessions'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getSignInWays: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SignInWays'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getSession: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OwnSession'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  endSession: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Where else the operator is signed in */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OperatorSessions'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getBrowserSession: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BrowserSession'];
        };
      };
      /** @description A problem; `code` says which */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
}
