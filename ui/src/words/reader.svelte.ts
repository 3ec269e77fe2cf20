/**
 * Who reads the words of this page. What only the owner can mend is told to others without what
 * they cannot do.
 */
export const reader = $state({ managesAccounts: true });
