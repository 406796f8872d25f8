// `acl ...` and its rules: basic (2000..2999), advanced (3000..3999), named, and the same for IPv6.
#include <algorithm>

#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;
using net::HeaderMatch;
using net::NumberRange;

/// What an access list can change depends on where it is used; a rule that is lost may change all of that.
constexpr std::uint8_t kRuleImpact = Impact::kAll & ~Impact::kCopying;

VrpAcl& Open(Reader& reader) { return reader.config.acls[reader.open_acl]; }

/// Reads the conditions of one rule, word by word.
class RuleCursor {
 public:
  RuleCursor(const Line& line, std::size_t word, net::Family family)
      : line_(line), word_(word), family_(family) {
    match.family = family;
  }

  /// Takes all conditions. False when one cannot be used; then `bad_word` or `beyond_model` says why.
  bool TakeAll();

  HeaderMatch match;
  std::size_t bad_word = 0;
  std::string_view beyond_model;  ///< feature that the model lacks

 private:
  bool TakeCondition();
  bool TakeAddress(std::vector<net::AddressMatch>& into);
  bool TakePorts(std::vector<NumberRange>& into);
  bool TakeIcmp();
  bool TakeFragment(std::string_view word);
  bool Bad() {
    bad_word = word_;
    return false;
  }
  bool Beyond(std::string_view feature) {
    beyond_model = feature;
    return false;
  }

  const Line& line_;
  std::size_t word_;
  net::Family family_;
};

bool RuleCursor::TakeAll() {
  while (word_ < line_.size()) {
    if (!TakeCondition()) return false;
  }
  return true;
}

bool RuleCursor::TakeCondition() {
  const std::string_view word = line_.at(word_++);
  if (word == "source") return TakeAddress(match.source);
  if (word == "destination") return TakeAddress(match.destination);
  if (word == "source-port") return TakePorts(match.source_port);
  if (word == "destination-port") return TakePorts(match.destination_port);
  if (word == "icmp-type" || word == "icmp6-type") return TakeIcmp();
  if (word == "logging" || word == "log" || word == "counting") return true;
  if (word == "tcp-flag") {
    if (line_.at(word_) != "established" || line_.size() > word_ + 1)
      return Beyond("TCP flags in an access list");
    match.tcp_state = net::TcpState::kEstablished;
    ++word_;
    return true;
  }
  if (word == "dscp") {
    const auto value = NumberUpTo(line_.at(word_), 63);
    if (!value) return Beyond("traffic class by name in an access list");
    match.dscp = static_cast<std::uint8_t>(*value);
    ++word_;
    return true;
  }
  if (word == "time-range") return Beyond("time range in an access list");
  if (word == "vpn-instance") return Beyond("VPN instance in an access list");
  if (word == "precedence" || word == "tos" || word == "ttl" || word == "packet-length") {
    return Beyond("packet field in an access list");
  }
  --word_;
  return TakeFragment(word);
}

bool RuleCursor::TakeFragment(std::string_view word) {
  std::string_view kind = word;
  if (word == "fragment-type") kind = line_.at(++word_);
  if (kind == "none-first-fragment" || kind == "fragment-subseq") {
    match.fragment = true;
  } else if (kind == "non-subseq") {
    match.fragment = false;
  } else if (kind.find("fragment") != std::string_view::npos) {
    return Beyond("fragment condition in an access list");
  } else {
    return Bad();
  }
  ++word_;
  return true;
}

bool RuleCursor::TakeAddress(std::vector<net::AddressMatch>& into) {
  const std::string_view first = line_.at(word_);
  if (first == "any") {
    ++word_;
    return true;
  }
  if (first.ends_with("-pool") || first == "ipv4-pool") return Beyond("address pool in an access list");
  if (family_ == net::Family::kIpv6) {
    std::optional<net::HostPrefix> prefix = net::ParseHostPrefix(first);
    if (!prefix) {
      const auto address = net::ParseAddress(first);
      if (!address) return Bad();
      const auto length = NumberUpTo(line_.at(++word_), 128);
      if (!length) return Bad();
      prefix = net::HostPrefix{*address, static_cast<std::uint8_t>(*length)};
    }
    if (prefix->address.family != net::Family::kIpv6) return Bad();
    into.push_back(net::AddressMatch::Of(prefix->subnet()));
    ++word_;
    return true;
  }
  const auto address = net::ParseIpv4(first);
  if (!address) return Bad();
  const auto ignore = ParseIgnoredBits(line_.at(word_ + 1));
  if (!ignore) {
    ++word_;
    return Bad();
  }
  into.push_back({net::And(*address, net::Not(*ignore)), *ignore});
  word_ += 2;
  return true;
}

bool RuleCursor::TakePorts(std::vector<NumberRange>& into) {
  const std::string_view op = line_.at(word_++);
  const auto first = ParsePort(line_.at(word_));
  if (!first) return Bad();
  ++word_;
  if (op == "eq") {
    into.push_back({*first, *first});
  } else if (op == "gt" && *first < 65535) {
    into.push_back({static_cast<std::uint16_t>(*first + 1), 65535});
  } else if (op == "lt" && *first > 0) {
    into.push_back({0, static_cast<std::uint16_t>(*first - 1)});
  } else if (op == "neq" && *first > 0 && *first < 65535) {
    into.push_back({0, static_cast<std::uint16_t>(*first - 1)});
    into.push_back({static_cast<std::uint16_t>(*first + 1), 65535});
  } else if (op == "range") {
    const auto last = ParsePort(line_.at(word_));
    if (!last || *last < *first) return Bad();
    into.push_back({*first, *last});
    ++word_;
  } else {
    word_ -= 2;
    return Bad();
  }
  return true;
}

bool RuleCursor::TakeIcmp() {
  const auto type = ParseIcmpType(line_.at(word_), family_);
  if (!type) return Beyond("ICMP type and code in an access list");
  ++word_;
  if (NumberUpTo(line_.at(word_), 255)) return Beyond("ICMP type and code in an access list");
  match.icmp_type.push_back({*type, *type});
  return true;
}

/// Number for a rule that has none: the next multiple of the step after the largest.
std::uint32_t NextNumber(const VrpAcl& acl) {
  std::uint32_t largest = 0;
  bool any = false;
  for (const VrpRule& rule : acl.rules) {
    largest = std::max(largest, rule.number);
    any = true;
  }
  return any ? (largest / acl.step + 1) * acl.step : acl.step;
}

bool IsAdvanced(const VrpAcl& acl, std::string_view word) {
  if (const auto number = NumberUpTo(acl.number)) return *number >= 3000;
  return ParseProtocol(word, acl.family) || word == "ip" || word == "ipv6";
}

void Store(VrpAcl& acl, VrpRule rule) {
  std::erase_if(acl.rules, [&](const VrpRule& other) { return other.number == rule.number; });
  const auto at =
      std::upper_bound(acl.rules.begin(), acl.rules.end(), rule.number,
                       [](std::uint32_t number, const VrpRule& other) { return number < other.number; });
  acl.rules.insert(at, std::move(rule));
}

Verdict ReadRule(Reader& reader, const Line& line) {
  VrpAcl& acl = Open(reader);
  std::size_t word = 1;
  const auto number = NumberUpTo(line.at(1));
  if (number) ++word;
  if (line.undo()) {
    if (!number) return Unknown(kRuleImpact);
    if (line.size() > 2) return Unmodelled(kRuleImpact, "partial removal of a rule");
    std::erase_if(acl.rules, [&](const VrpRule& rule) { return rule.number == *number; });
    return Modelled();
  }
  if (line.at(word) == "description") return Irrelevant();
  if (line.at(word) == "name") word += 2;
  const bool permit = line.at(word) == "permit";
  if (!permit && line.at(word) != "deny")
    return reader.Invalid(line, word, "not permit or deny", kRuleImpact);
  ++word;
  std::vector<NumberRange> protocol;
  if (word < line.size() && IsAdvanced(acl, line.at(word))) {
    const std::string_view name = line.at(word);
    const auto value = ParseProtocol(name, acl.family);
    if (value) {
      protocol.push_back({*value, *value});
    } else if (name != "ip" && name != "ipv6") {
      return reader.Invalid(line, word, "not a protocol", kRuleImpact);
    }
    ++word;
  }
  RuleCursor cursor(line, word, acl.family);
  if (!cursor.TakeAll()) {
    if (!cursor.beyond_model.empty()) return Unmodelled(kRuleImpact, cursor.beyond_model);
    return reader.Invalid(line, cursor.bad_word, "not a usable condition", kRuleImpact);
  }
  cursor.match.protocol = std::move(protocol);
  VrpRule rule;
  rule.number = number.value_or(NextNumber(acl));
  rule.line.action = permit ? model::AclAction::kPermit : model::AclAction::kDeny;
  rule.line.match = std::move(cursor.match);
  rule.line.span = line.span();
  // In an `auto` list the device numbers rules in the order it compares them; without numbers the order is
  // not told.
  const bool order_known = !acl.order_auto || number.has_value();
  Store(acl, std::move(rule));
  return order_known ? Modelled() : Unmodelled(kRuleImpact, "automatic order of rules");
}

}  // namespace

Verdict OpenAcl(Reader& reader, const Line& line) {
  VrpAcl acl;
  acl.span = line.span();
  std::size_t word = 1;
  if (line.at(word) == "ipv6") {
    acl.family = net::Family::kIpv6;
    ++word;
  }
  while (word < line.size()) {
    const std::string_view key = line.at(word);
    if (key == "number") {
      acl.number = line.at(++word);
    } else if (key == "name") {
      acl.name = line.at(++word);
    } else if (key == "match-order") {
      acl.order_auto = line.at(++word) == "auto";
    } else if (NumberUpTo(key)) {
      acl.number = key;
    } else if (key == "basic" || key == "basic6") {
      acl.number = acl.number.empty() ? "2999" : acl.number;
    } else if (key == "advance" || key == "advance6" || key == "advanced") {
      acl.number = acl.number.empty() ? "3999" : acl.number;
    } else {
      return KnownForm(View::kSystem, line);
    }
    ++word;
  }
  if (acl.name.empty()) acl.name = acl.number;
  const auto number = NumberUpTo(acl.number);
  if (acl.name.empty() || (number && (*number < 2000 || *number > 3999))) {
    return Unmodelled(Impact::kForwarding | Impact::kManagement, "layer-2 or user access list");
  }
  auto& acls = reader.config.acls;
  const auto same = [&](const VrpAcl& other) { return other.family == acl.family && other.name == acl.name; };
  const auto found = std::find_if(acls.begin(), acls.end(), same);
  if (line.undo()) {
    if (found != acls.end()) acls.erase(found);
    return Modelled(View::kInherit);
  }
  reader.open_acl = static_cast<std::size_t>(found - acls.begin());
  if (found == acls.end()) acls.push_back(std::move(acl));
  return Modelled(View::kAcl);
}

Verdict ReadAclRule(Reader& reader, const Line& line) {
  if (line.at(0) == "rule") return ReadRule(reader, line);
  if (line.at(0) == "description") return Irrelevant();
  if (line.at(0) == "step") {
    const auto step = NumberUpTo(line.at(1), 20);
    if (!line.undo() && (!step || *step == 0)) return reader.Invalid(line, 1, "not a step", kRuleImpact);
    Open(reader).step = line.undo() ? 5 : *step;
    return Modelled();
  }
  return Unknown(kRuleImpact);
}

}  // namespace ringfence::formats::huawei_vrp
