// What is not said is no protection: the policies that devices bring along tolerate clear frames on some
// systems and not on others.

#include "formats/macsec_text.h"

#include <algorithm>
#include <iterator>

namespace ringfence::formats {
namespace {

/// Frames of the link itself, key agreement, counters against replay.
constexpr std::string_view kHarmless[] = {"allow",
                                          "cipher-suite",
                                          "delay-protection",
                                          "description",
                                          "enable-legacy-fallback",
                                          "include-icv-indicator",
                                          "include-sci",
                                          "key-server-priority",
                                          "policy-exception",
                                          "sak-expiry-time",
                                          "sak-rekey-interval",
                                          "suspend-for",
                                          "suspend-on-request",
                                          "use-eapol-pae-in-icv",
                                          "vlan-tags-in-clear",
                                          "window-size"};

}  // namespace

Verdict ReadMacsecPolicyLine(Statement& statement, MacsecPolicyText& policy) {
  const Word word = statement.words.Next();
  if (word == "security-policy") {
    const bool must = statement.words.Accept("must-secure");
    if (!must && !statement.words.Accept("should-secure") && !statement.words.done()) return kNotKnown;
    policy.must_secure = must && !statement.negated;
    return kUnderstood;
  }
  if (word == "conf-offset" || word == "confidentiality-offset") {
    const Word offset = statement.words.Next();
    const bool none = offset == "CONF-OFFSET-0" || offset == "0";
    policy.shows_bytes = !none && !statement.negated;
    return kUnderstood;
  }
  return std::ranges::find(kHarmless, word.text) != std::end(kHarmless) ? kNoEffect : kNotKnown;
}

Verdict ReadMacsecUse(Statement& statement, std::string_view keyword, MacsecUseText& use) {
  const base::Span span = statement.span();
  if (statement.negated) {
    use = {};
    statement.words.Rest();
    return kUnderstood;
  }
  if (!statement.words.Accept(keyword)) return kNotKnown;
  use = {};
  use.key_chain = {std::string(statement.words.Next().text), span};
  while (!statement.words.done()) {
    const Word word = statement.words.Next();
    const Word name = statement.words.Next();
    if (word == "policy") {
      use.policy = {std::string(name.text), span};
    } else if (word != "fallback-psk-keychain" && word != "fallback-keychain") {
      use = {};
      return kNotKnown;
    }
  }
  return kUnderstood;
}

bool RequiresMacsec(const MacsecUseText& use, const std::map<std::string, MacsecPolicyText>& policies,
                    bool has_key_chain, StatementReport& report) {
  if (!use.key_chain.set()) return false;
  if (!has_key_chain) {
    report.Undefined(use.key_chain.span, "key chain", use.key_chain.value);
    return false;
  }
  if (!use.policy.set()) return false;
  const auto policy = policies.find(use.policy.value);
  if (policy != policies.end()) return policy->second.must_secure && !policy->second.shows_bytes;
  const bool built_in = use.policy.value.starts_with("system-default");
  if (!built_in) report.Undefined(use.policy.span, "MACsec policy", use.policy.value);
  return false;
}

}  // namespace ringfence::formats
