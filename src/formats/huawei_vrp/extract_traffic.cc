// `traffic classifier`, `traffic behavior`, `traffic policy`: modelled when they only permit and deny by
// access lists. `cpu-defend policy`: known_forms.cc.
#include <algorithm>

#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;

/// Index of the element of that name, made when missing.
template <class T>
std::size_t Ensure(std::vector<T>& items, std::string_view name) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].name == name) return i;
  }
  items.push_back({});
  items.back().name = std::string(name);
  return items.size() - 1;
}

template <class T>
void EraseNamed(std::vector<T>& items, std::string_view name) {
  std::erase_if(items, [&](const T& item) { return item.name == name; });
}

/// Actions that do not decide where a packet goes.
bool ActionKeepsPath(std::string_view word) {
  for (const std::string_view known :
       {"statistic", "statistics", "remark", "queue", "service-class", "user-queue", "increase",
        "description", "traffic-statistics", "counter"}) {
    if (word == known) return true;
  }
  return false;
}

/// `redirect ip-nexthop A [A2 ...]`, `redirect nexthop A [A2 ...]`: the first that answers is used. Other
/// kinds and options are not modelled.
Verdict ReadRedirect(VrpBehavior& behavior, const Line& line) {
  behavior.hops.clear();
  if (line.undo()) return Modelled();
  const bool known = line.at(1) == "ip-nexthop" || line.at(1) == "nexthop";
  for (std::size_t word = 2; known && word < line.size(); ++word) {
    const auto address = net::ParseIpv4(line.at(word));
    if (!address) break;
    behavior.hops.push_back({.next_hop = address, .span = line.span()});
  }
  if (!behavior.hops.empty() && behavior.hops.size() + 2 == line.size()) return Modelled();
  behavior.hops.clear();
  behavior.complete = false;
  return Unmodelled(Impact::kForwarding, "policy routing");
}

}  // namespace

Verdict OpenCpuDefend(Reader&, const Line& line) {
  Verdict verdict = KnownForm(View::kSystem, line);
  if (line.at(1) == "policy" && !line.undo()) verdict.opens = View::kCpuDefend;
  return verdict;
}

Verdict OpenTraffic(Reader& reader, const Line& line) {
  const std::string_view kind = line.at(1);
  VrpConfig& config = reader.config;
  if (kind != "classifier" && kind != "behavior" && kind != "policy") return KnownForm(View::kSystem, line);
  if (line.at(2).empty()) return reader.Invalid(line, 2, "a name is missing", Impact::kForwarding);
  if (line.undo()) {
    if (kind == "classifier") EraseNamed(config.classifiers, line.at(2));
    if (kind == "behavior") EraseNamed(config.behaviors, line.at(2));
    if (kind == "policy") EraseNamed(config.traffic_policies, line.at(2));
    return Modelled(View::kInherit);
  }
  if (kind == "classifier") {
    reader.open_object = Ensure(config.classifiers, line.at(2));
    config.classifiers[reader.open_object].operator_and = line.at(4) == "and";
    return Modelled(View::kClassifier);
  }
  if (kind == "behavior") {
    reader.open_object = Ensure(config.behaviors, line.at(2));
    return Modelled(View::kBehavior);
  }
  reader.open_object = Ensure(config.traffic_policies, line.at(2));
  return Modelled(View::kTrafficPolicy);
}

Verdict ReadClassifier(Reader& reader, const Line& line) {
  VrpClassifier& classifier = reader.config.classifiers[reader.open_object];
  if (line.at(0) == "description") return Irrelevant();
  if (line.at(0) == "if-match" && !line.undo()) {
    if (line.at(1) == "any" && line.size() == 2) {
      classifier.any = true;
      return Modelled();
    }
    const bool ipv6 = line.at(1) == "ipv6";
    std::size_t word = ipv6 ? 2 : 1;
    if (line.at(word) == "acl") {
      if (line.at(++word) == "name") ++word;
      if (line.at(word).empty())
        return reader.Invalid(line, word, "an access list is missing", Impact::kForwarding);
      (ipv6 ? classifier.acls6 : classifier.acls4).push_back({std::string(line.at(word)), line.span()});
      return Modelled();
    }
  }
  classifier.complete = false;
  classifier.other_conditions.push_back(line.span());
  return Modelled();
}

Verdict ReadBehavior(Reader& reader, const Line& line) {
  VrpBehavior& behavior = reader.config.behaviors[reader.open_object];
  if (line.at(0) == "permit" || line.at(0) == "deny") {
    behavior.deny = line.at(0) == "deny" && !line.undo();
    return Modelled();
  }
  if (line.at(0) == "car") {
    const Verdict rate = KnownForm(View::kCpuDefend, line);
    behavior.complete = behavior.complete && rate.fate == model::Fate::kIrrelevant;
    return rate;
  }
  if (ActionKeepsPath(line.at(0))) return Irrelevant();
  if (line.at(0) == "redirect") return ReadRedirect(behavior, line);
  behavior.complete = behavior.complete && line.undo();
  const bool copies = line.at(0).find("mirror") != std::string_view::npos || line.at(0) == "ip-netstream";
  if (copies) return Unmodelled(Impact::kCopying, "mirroring of packets");
  return Unmodelled(Impact::kForwarding, "traffic behavior");
}

Verdict ReadTrafficPolicy(Reader& reader, const Line& line) {
  VrpTrafficPolicy& policy = reader.config.traffic_policies[reader.open_object];
  if (line.at(0) == "description" || line.at(0) == "statistics" || line.at(0) == "share-mode")
    return Irrelevant();
  if (line.at(0) == "classifier" && line.at(2) == "behavior" && !line.undo() &&
      (line.size() == 4 || line.at(4) == "precedence")) {
    // Pairs are compared in the order of their precedence, which is also the order of the printed text.
    policy.pairs.push_back({std::string(line.at(1)), std::string(line.at(3)), line.span()});
    return Modelled();
  }
  policy.complete = false;
  return Unmodelled(kPaths, "traffic policy option");
}

}  // namespace ringfence::formats::huawei_vrp
