// A sign-out that a tool asked for with proof goes ahead without a click; its button stays for browsers without scripts.
// Once every module is there: the button shows that it is on its way.
setTimeout(() => document.querySelector<HTMLFormElement>('form[data-send]')?.requestSubmit());

export {};
