// Values that occur in many statements.

#include <fmt/format.h>

#include <algorithm>

#include "formats/frr/reader.h"
#include "formats/secret_digest.h"

namespace ringfence::formats::frr {

std::string_view TakeOption(Statement& statement, std::span<const std::string_view> options) {
  const std::string_view word = statement.words.Peek().text;
  if (word.empty()) return {};
  std::string_view found;
  for (const std::string_view option : options) {
    if (option == word) {
      statement.words.Next();
      return option;
    }
    if (!option.starts_with(word)) continue;
    if (!found.empty()) return {};
    found = option;
  }
  if (!found.empty()) statement.words.Next();
  return found;
}

std::optional<net::IpAddress> TakeIpv4(Statement& statement) {
  const auto address = net::ParseIpv4(statement.words.Peek().text);
  if (address) statement.words.Next();
  return address;
}

std::optional<net::HostPrefix> TakeHostPrefix(Statement& statement, std::optional<net::Family> family) {
  const auto prefix = net::ParseHostPrefix(statement.words.Peek().text);
  if (!prefix || (family && prefix->address.family != *family)) return std::nullopt;
  statement.words.Next();
  return prefix;
}

std::optional<ospf::AreaId> TakeArea(Statement& statement) {
  const std::string_view word = statement.words.Peek().text;
  auto area = ParseNumber(word, 0, 0xffffffffU);
  if (const auto address = net::ParseIpv4(word)) area = address->v4();
  if (area) statement.words.Next();
  return area;
}

std::string TakeKeyDigest(Statement& statement) {
  return DigestOfSecret("", statement.words.Rest().text).substr(1);
}

std::optional<std::string> TakeVrf(Statement& statement) {
  if (!TakeWord(statement, "vrf")) return std::string();
  const std::string_view name = statement.words.Next().text;
  if (name.empty()) return std::nullopt;
  return std::string(name == "default" ? "" : name);
}

std::optional<model::RouteSource> TakeSource(Statement& statement, bool& known_but_not_modelled) {
  using Source = model::RouteSource;
  constexpr std::pair<std::string_view, Source> kSources[] = {{"connected", Source::kConnected},
                                                              {"static", Source::kStatic},
                                                              {"ospf", Source::kOspf},
                                                              {"ospf6", Source::kOspf},
                                                              {"isis", Source::kIsis},
                                                              {"bgp", Source::kBgp},
                                                              {"rip", Source::kRip},
                                                              {"ripng", Source::kRip},
                                                              {"eigrp", Source::kEigrp},
                                                              {"local", Source::kLocal}};
  const std::string_view word =
      TakeOption(statement, {"babel", "bgp", "connected", "eigrp", "isis", "kernel", "local", "nhrp",
                             "openfabric", "ospf", "ospf6", "rip", "ripng", "sharp", "static", "table",
                             "table-direct", "vnc", "vnc-direct"});
  for (const auto& [name, source] : kSources) {
    if (name == word) return source;
  }
  known_but_not_modelled = !word.empty();
  return std::nullopt;
}

}  // namespace ringfence::formats::frr
