/** No account has this id: an unknown address asks the store the same questions [security.md 12]. */
export const nobody = '00000000-0000-7000-8000-000000000000';
