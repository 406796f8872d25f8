// `ip route` and `ipv6 route`.

#include <fmt/format.h>

#include <cctype>

#include "formats/zte_zxros/reader.h"

namespace ringfence::formats::zte_zxros {
namespace {

using routing::static_routes::StaticRoute;

/// Takes the exit interface and the next hop that follow the prefix. False: neither was found.
bool TakeNextHop(Statement& statement, StaticRoute& route) {
  const std::string_view next = statement.words.Peek().text;
  const bool letter = !next.empty() && std::isalpha(static_cast<unsigned char>(next[0])) != 0;
  if (letter && !net::ParseAddress(next)) {
    std::string name = TakeInterfaceName(statement.words);
    route.discard = name.starts_with("null");
    if (!route.discard) route.interface = std::move(name);
  }
  const auto next_hop = net::ParseAddress(statement.words.Peek().text);
  if (next_hop && next_hop->family == route.prefix.family()) {
    route.next_hop = next_hop;
    statement.words.Next();
  }
  return route.discard || !route.interface.empty() || route.next_hop;
}

/// Takes what follows the next hop; nullopt: understood.
std::optional<Verdict> TakeOptions(Reader& reader, Statement& statement, StaticRoute& route) {
  while (!statement.words.done()) {
    if (const auto distance = statement.words.AcceptNumber(1, 255)) {
      route.distance = *distance;
    } else if (statement.words.Accept("tag")) {
      route.tag = TakeNumber(reader, statement, 0, 0xffffffffU);
      if (!route.tag) return kNotKnown;
    } else if (statement.words.Accept("name") || statement.words.Accept("description")) {
      statement.words.Next();
    } else if (statement.words.Accept("global")) {
      route.next_hop_vrf = "";
    } else {
      // `metric`, `bfd`, `track` and others decide when the route is there.
      return statement.words.Rest(), NotModelled(kRouting, "condition of a static route");
    }
  }
  return std::nullopt;
}

Verdict Finish(Reader& reader, Statement& statement, StaticRoute& route) {
  std::vector<StaticRoute>& all = reader.vendor.statics;
  const auto same = [&route](const StaticRoute& known) {
    return known.vrf == route.vrf && known.prefix == route.prefix;
  };
  if (statement.negated && statement.words.done()) return std::erase_if(all, same), kUnderstood;
  if (!TakeNextHop(statement, route))
    return reader.Invalid(statement, statement.words.Peek(), "neither a next hop nor an interface");
  std::erase_if(all, [&](const StaticRoute& known) {
    return same(known) && known.next_hop == route.next_hop && known.interface == route.interface &&
           known.discard == route.discard;
  });
  if (statement.negated) return statement.words.Rest(), kUnderstood;
  if (const auto verdict = TakeOptions(reader, statement, route)) return *verdict;
  all.push_back(std::move(route));
  return kUnderstood;
}

}  // namespace

Verdict ReadStaticRoute(Reader& reader, Statement& statement) {
  StaticRoute route;
  if (statement.words.Accept("vrf")) route.vrf = statement.words.Next().text;
  route.span = statement.span();
  const Word word = statement.words.Peek();
  const auto prefix = TakeAddressAndMask(reader, statement);
  if (!prefix) return kNotKnown;
  route.prefix = prefix->subnet();
  if (route.prefix.address != prefix->address)
    return reader.Invalid(statement, word, fmt::format("'{}' has bits beyond the mask", word.text));
  return Finish(reader, statement, route);
}

Verdict ReadStaticRoute6(Reader& reader, Statement& statement) {
  StaticRoute route;
  if (statement.words.Accept("vrf")) route.vrf = statement.words.Next().text;
  route.span = statement.span();
  const Word word = statement.words.Next();
  const auto prefix = net::ParseHostPrefix(word.text);
  if (!prefix || prefix->address.family != net::Family::kIpv6)
    return reader.Invalid(statement, word, fmt::format("'{}' is not an IPv6 prefix", word.text));
  route.prefix = prefix->subnet();
  return Finish(reader, statement, route);
}

}  // namespace ringfence::formats::zte_zxros
