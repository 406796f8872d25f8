// `router rip [vrf V]`, `router ripng [vrf V]`, and `ip rip ...` under interfaces.

#include <fmt/format.h>

#include <algorithm>

#include "formats/frr/extract_redistribute.h"
#include "formats/frr/reader.h"
#include "formats/impacts.h"

namespace ringfence::formats::frr {
namespace {

using model::Impact;

/// `network 10.0.0.0/8` or `network eth0`: RIP runs on the interfaces.
Verdict ReadNetwork(Reader& reader, Statement& statement) {
  OspfNetworkText network;
  network.span = statement.span();
  if (const auto host = TakeHostPrefix(statement, reader.rip().family)) {
    network.prefix = host->subnet();
  } else {
    network.interface = statement.words.Next().text;
    if (network.interface.empty() || network.interface.find('/') != std::string::npos) return kNotKnown;
  }
  std::vector<OspfNetworkText>& networks = reader.rip().networks;
  std::erase_if(networks, [&network](const OspfNetworkText& known) {
    return known.prefix == network.prefix && known.interface == network.interface;
  });
  if (!statement.negated) networks.push_back(std::move(network));
  return kUnderstood;
}

Verdict ReadPassive(Reader& reader, Statement& statement) {
  if (TakeWord(statement, "default")) return reader.rip().passive_default = !statement.negated, kUnderstood;
  const Word name = statement.words.Next();
  if (name.empty()) return kNotKnown;
  reader.rip().passive[std::string(name.text)] = !statement.negated;
  return kUnderstood;
}

Verdict ReadRedistribute(Reader& reader, Statement& statement) {
  RedistributeText text;
  text.family = reader.rip().family;
  if (const auto verdict = TakeRedistributed(statement, text)) return *verdict;
  if (const auto verdict = TakeRedistributionOptions(reader, statement, text)) return *verdict;
  return StoreRedistribution(reader.rip().redistributions, std::move(text), statement.negated);
}

Verdict ReadDefaultInformation(Reader& reader, Statement& statement) {
  if (!TakeWord(statement, "originate")) return kNotKnown;
  reader.rip().default_origination = !statement.negated;
  return kUnderstood;
}

template <std::optional<std::uint32_t> RipText::* kField, std::uint32_t kMax>
Verdict ReadNumber(Reader& reader, Statement& statement) {
  if (statement.negated) return statement.words.Rest(), (reader.rip().*kField).reset(), kUnderstood;
  const auto value = TakeNumber(reader, statement, 1, kMax);
  if (!value) return kNotKnown;
  if (!statement.words.done()) return NotModelled(kRouting, "distance by source");
  reader.rip().*kField = *value;
  return kUnderstood;
}

Verdict ReadEqualCost(Reader& reader, Statement& statement) {
  constexpr std::uint32_t kPathsAll = 256;
  const auto count = statement.words.AcceptNumber(1, kPathsAll);
  reader.rip().paths.reset();
  if (!statement.negated) reader.rip().paths = count.value_or(kPathsAll);
  return kUnderstood;
}

Verdict ReadVersion(Reader& reader, Statement& statement) {
  const auto version = TakeNumber(reader, statement, 1, 2);
  if (!version) return kNotKnown;
  return *version == 2 || statement.negated ? kNoEffect : NotModelled(Impact::kRouting4, "RIP version 1");
}

constexpr Keyword kRipKeywords[] = {
    {"aggregate-address", nullptr, NotModelled(kRouting, "RIP aggregate")},
    {"allow-ecmp", ReadEqualCost},
    {"bfd"},
    {"default-information", ReadDefaultInformation},
    {"default-metric", ReadNumber<&RipText::default_metric, 16>},
    {"distance", ReadNumber<&RipText::distance, 255>},
    {"distribute-list", nullptr, NotModelled(kRouting, "RIP filter")},
    {"ipv6", nullptr, NotModelled(kRouting, "RIP filter")},
    {"neighbor", nullptr, NotModelled(kRouting, "static RIP neighbour")},
    {"network", ReadNetwork},
    {"offset-list", nullptr, NotModelled(kRouting, "offset of RIP metrics")},
    {"passive-interface", ReadPassive},
    {"redistribute", ReadRedistribute},
    {"route", nullptr, NotModelled(kRouting, "static route in RIP")},
    {"route-map", nullptr, NotModelled(kRouting, "RIP filter")},
    {"timers"},
    {"version", ReadVersion},
};
static_assert(IsSorted(kRipKeywords));
constexpr Node kRip{kRipKeywords, kRouting};

Verdict OpenRip(Reader& reader, Statement& statement, net::Family family) {
  const auto vrf = TakeVrf(statement);
  if (!vrf || !statement.words.done()) return kNotKnown;
  std::vector<RipText>& all = reader.vendor.rip;
  const auto same = [&](const RipText& known) { return known.vrf == *vrf && known.family == family; };
  if (statement.negated) return std::erase_if(all, same), kUnderstood;
  auto found = std::ranges::find_if(all, same);
  if (found == all.end()) {
    RipText text;
    text.vrf = *vrf;
    text.family = family;
    text.span = statement.span();
    found = all.insert(all.end(), std::move(text));
  }
  if (!vrf->empty()) reader.vendor.vrfs.emplace(*vrf, statement.span());
  reader.rip_index = static_cast<std::size_t>(found - all.begin());
  reader.Open(kRip);
  return kUnderstood;
}

Verdict ReadInterfaceRip(Reader&, Statement& statement, RipInterfaceText& text) {
  const std::string_view word =
      TakeOption(statement, {"authentication", "bfd", "receive", "send", "split-horizon", "v2-broadcast"});
  if (word == "split-horizon") {
    if (TakeWord(statement, "poisoned-reverse")) return kNoEffect;
    return text.split_horizon = !statement.negated, kUnderstood;
  }
  if (word == "authentication") {
    const std::string_view what = TakeOption(statement, {"key-chain", "mode", "string"});
    if (what == "mode") {
      text.authenticates = false;
      if (statement.negated) return statement.words.Rest(), kUnderstood;
      const std::string_view mode = TakeOption(statement, {"md5", "text"});
      if (mode == "md5") return NotModelled(kRouting, "RIP authentication by digest");
      return text.authenticates = mode == "text", mode.empty() ? kNotKnown : kUnderstood;
    }
    if (what == "key-chain") return statement.negated ? kNoEffect : NotModelled(kRouting, "key chain");
    if (statement.negated) return statement.words.Rest(), text.authentication.clear(), kUnderstood;
    if (what != "string") return kNotKnown;
    text.authentication = "text:" + TakeKeyDigest(statement);
    return kUnderstood;
  }
  if (word == "receive" || word == "send") {
    const bool version2 =
        TakeWord(statement, "version") && statement.words.Next() == "2" && statement.words.done();
    return version2 || statement.negated ? kNoEffect : NotModelled(kRouting, "RIP version 1");
  }
  return word.empty() ? kNotKnown : kNoEffect;
}

}  // namespace

Verdict ReadRouterRip(Reader& reader, Statement& statement) {
  return OpenRip(reader, statement, net::Family::kIpv4);
}
Verdict ReadRouterRipng(Reader& reader, Statement& statement) {
  return OpenRip(reader, statement, net::Family::kIpv6);
}
Verdict ReadInterfaceRip4(Reader& reader, Statement& statement) {
  return ReadInterfaceRip(reader, statement, reader.interface().rip4);
}
Verdict ReadInterfaceRip6(Reader& reader, Statement& statement) {
  return ReadInterfaceRip(reader, statement, reader.interface().rip6);
}

}  // namespace ringfence::formats::frr
