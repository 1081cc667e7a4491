const longestReply = 300;

/**
 * A server's answer as it may be kept and shown: on one line, without any e-mail address nor the recipient's
 * name before the @, which servers like to repeat [security.md 40, 48].
 */
export function withoutAddresses(reply: string, recipient: string): string {
  const at = recipient.lastIndexOf('@');
  const local = at > 0 ? recipient.slice(0, at) : recipient;
  return [recipient, local]
    .filter((part) => part.length > 0)
    .reduce((text, part) => text.replace(wholeWord(part), '(address)'), reply.replace(/[\p{Cc}\s]+/gu, ' '))
    .replace(/[^\s<>()[\]"',;]*@[^\s<>()[\]"',;]*/g, '(address)')
    .trim()
    .slice(0, longestReply);
}

function wholeWord(text: string): RegExp {
  return new RegExp(`(?<![\\w])${text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}(?![\\w])`, 'gi');
}
