// Address translation: `ip nat ...` of an interface, pools, and what concerns the table of sessions. Rules of
// profiles, twice translated packets (`group`) and options whose effect is not certain stay open.

#include <fmt/format.h>

#include <algorithm>

#include "formats/arista_eos/reader.h"
#include "net/header_match.h"

namespace ringfence::formats::arista_eos {
namespace {

constexpr Verdict kOpen = NotModelled(kForwarding, "address translation");

/// What is left of the statement, its words one blank apart.
std::string TextOf(WordCursor words) {
  std::string text;
  while (!words.done()) text += (text.empty() ? "" : " ") + std::string(words.Next().text);
  return text;
}

/// Takes back what was said in the same words; other words may take back a part only.
template <class Text>
Verdict TakeBack(std::vector<Text>& texts, const std::string& text) {
  if (texts.empty()) return kNoEffect;
  return std::erase_if(texts, [&](const Text& one) { return one.text == text; }) > 0 ? kUnderstood : kOpen;
}

template <class Text>
Verdict Add(std::vector<Text>& texts, Text text) {
  if (std::ranges::count(texts, text.text, &Text::text) == 0) texts.push_back(std::move(text));
  return kUnderstood;
}

/// One end of a static translation: an address and perhaps a port; false, reported, when it is none.
bool TakeEnd(Reader& reader, Statement& statement, net::IpAddress& address,
             std::optional<std::uint16_t>& port) {
  const auto taken = TakeAddress(reader, statement, net::Family::kIpv4);
  if (!taken) return false;
  address = *taken;
  if (const auto number = statement.words.AcceptNumber(1, 65535)) port = static_cast<std::uint16_t>(*number);
  return true;
}

/// `protocol tcp|udp`; without it ports are of both. False: another protocol, or one without ports.
bool TakeProtocols(Statement& statement, NatStaticText& text) {
  const bool said = statement.words.Accept("protocol");
  if (!text.inside_port) return !said;
  const bool tcp = said ? statement.words.Accept("tcp") : true;
  const bool udp = said ? !tcp && statement.words.Accept("udp") : true;
  if (tcp) text.protocols.push_back(net::kProtocolTcp);
  if (udp) text.protocols.push_back(net::kProtocolUdp);
  return tcp || udp;
}

/// `... static A [port] [access-list L] B [port] [protocol P] [comment T]`.
Verdict ReadStatic(Reader& reader, Statement& statement, NatStaticText text) {
  net::IpAddress from, to;
  std::optional<std::uint16_t> from_port, to_port;
  if (!TakeEnd(reader, statement, from, from_port)) return kNotKnown;
  if (statement.words.Accept("access-list")) {
    text.acl = std::string(statement.words.Next().text);
    if (text.acl.empty()) return kNotKnown;
  }
  if (!TakeEnd(reader, statement, to, to_port)) return kNotKnown;
  if (to_port && !from_port) return kOpen;
  if (!to_port) to_port = from_port;
  text.inside = text.source ? from : to;
  text.outside = text.source ? to : from;
  text.inside_port = text.source ? from_port : to_port;
  text.outside_port = text.source ? to_port : from_port;
  if (!TakeProtocols(statement, text)) return kOpen;
  if (statement.words.Accept("comment")) statement.words.Rest();
  if (!statement.words.done()) return kOpen;
  return Add(reader.interface().nat.statics, std::move(text));
}

/// `... dynamic access-list L overload|pool P [priority N] [comment T]`. Where two lists decide about one
/// packet the conversion leaves the order open, so the priority says nothing more.
Verdict ReadDynamic(Reader& reader, Statement& statement, NatDynamicText text) {
  if (!statement.words.Accept("access-list")) return kOpen;
  text.acl = std::string(statement.words.Next().text);
  if (text.acl.empty()) return kNotKnown;
  if (!statement.words.Accept("overload")) {
    if (!statement.words.Accept("pool")) return statement.words.done() ? kNotKnown : kOpen;
    text.pool = std::string(statement.words.Next().text);
    if (text.pool.empty()) return kNotKnown;
  }
  if (statement.words.Accept("priority") && !TakeNumber(reader, statement, 0, 0xffffffffU)) return kNotKnown;
  if (statement.words.Accept("comment")) statement.words.Rest();
  if (!statement.words.done()) return kOpen;
  return Add(reader.interface().nat.dynamics, std::move(text));
}

/// The range that follows; false, reported, when it is none.
bool TakeRange(Reader& reader, Statement& statement, NatPoolText& pool) {
  const auto first = TakeAddress(reader, statement, net::Family::kIpv4);
  const Word at = statement.words.Peek();
  const auto last = first ? TakeAddress(reader, statement, net::Family::kIpv4) : std::nullopt;
  if (first && last && *first <= *last) return pool.ranges.push_back({*first, *last}), true;
  if (first && last) reader.Invalid(statement, at, "the range ends before it begins");
  pool.expressed = false;
  return false;
}

/// Inside of a pool: `range A B [P Q]`. The ports of a range are some of those that the model takes.
Verdict ReadPoolLine(Reader& reader, Statement& statement) {
  NatPoolText& pool = reader.vendor.nat_pools[reader.block_name];
  if (statement.words.Accept("utilization")) return kNoEffect;
  if (!statement.words.Accept("range") || statement.negated) {
    pool.expressed = false;  // whether it matters, its uses know
    return statement.words.Rest(), kUnderstood;
  }
  if (!TakeRange(reader, statement, pool)) return kNotKnown;
  if (statement.words.done()) return kUnderstood;
  const auto first = TakeNumber(reader, statement, 1, 65535);
  const auto last = first ? TakeNumber(reader, statement, *first, 65535) : std::nullopt;
  pool.expressed = pool.expressed && last.has_value();
  return last ? kUnderstood : kNotKnown;
}

/// `ip nat pool P prefix-length N` with its block, `ip nat pool P A B prefix-length N | netmask M`.
Verdict ReadPool(Reader& reader, Statement& statement) {
  const std::string name(statement.words.Next().text);
  if (name.empty()) return kNotKnown;
  if (statement.negated) return reader.vendor.nat_pools.erase(name), statement.words.Rest(), kUnderstood;
  NatPoolText& pool = reader.vendor.nat_pools[name];
  pool.span = statement.span();
  reader.block_name = name;
  reader.Open(ReadPoolLine, kForwarding);
  const bool block = statement.words.Accept("prefix-length");
  if (block || statement.words.Accept("port-only")) {
    pool.expressed = pool.expressed && block;
    if (block && !TakeNumber(reader, statement, 1, 32)) return kNotKnown;
    return kUnderstood;
  }
  pool = {.span = statement.span()};
  if (!TakeRange(reader, statement, pool)) return kNotKnown;
  const bool masked = statement.words.Accept("netmask");
  if (!masked && !statement.words.Accept("prefix-length")) return pool.expressed = false, kNotKnown;
  const auto mask = masked ? TakeIpv4(reader, statement) : std::nullopt;
  const bool usable =
      masked ? mask && net::LengthOfMask(*mask) : TakeNumber(reader, statement, 1, 32).has_value();
  pool.expressed = usable;
  return usable ? kUnderstood : kNotKnown;
}

/// How long and how many sessions are remembered, and which address of a pool one gets, which nobody knows
/// anyway.
Verdict ReadSessions(Reader&, Statement& statement) {
  const std::string_view word = statement.words.Next().text;
  const bool known = word.ends_with("-timeout") || word == "max-entries" || word == "low-mark" ||
                     (word == "address" && statement.words.Accept("selection"));
  return known || statement.negated ? kNoEffect : kOpen;
}

constexpr Keyword kNatKeywords[] = {
    {"pool", ReadPool},
    {"profile", nullptr, kOpen},
    {"synchronization", nullptr, kOpen},
    {"translation", ReadSessions},
};
static_assert(IsSorted(std::span<const Keyword>(kNatKeywords)));

}  // namespace

Verdict ReadNat(Reader& reader, Statement& statement) {
  const bool known = std::ranges::count(kNatKeywords, statement.words.Peek().text, &Keyword::word) > 0;
  if (known) return reader.Dispatch(kNatKeywords, statement);
  if (statement.words.Accept("kernel") && statement.words.Accept("buffer")) return kNoEffect;
  return statement.negated ? kNoEffect : kOpen;
}

Verdict ReadInterfaceNat(Reader& reader, Statement& statement) {
  const std::string text = TextOf(statement.words);
  NatText& nat = reader.interface().nat;
  const bool source = statement.words.Accept("source");
  if (!source && !statement.words.Accept("destination")) return statement.negated ? kNoEffect : kOpen;
  if (statement.words.Accept("static")) {
    if (statement.negated) return statement.words.Rest(), TakeBack(nat.statics, text);
    NatStaticText one;
    one.source = source;
    one.text = text;
    one.span = statement.span();
    return ReadStatic(reader, statement, std::move(one));
  }
  if (!source || !statement.words.Accept("dynamic")) return statement.negated ? kNoEffect : kOpen;
  if (statement.negated) return statement.words.Rest(), TakeBack(nat.dynamics, text);
  return ReadDynamic(reader, statement, {.acl = {}, .pool = {}, .text = text, .span = statement.span()});
}

}  // namespace ringfence::formats::arista_eos
