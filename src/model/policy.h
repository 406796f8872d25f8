// Parties, information, flows and places as the policy file states them. Rules keep their stanza as a value
// tree: each rule kind reads its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/ids.h"
#include "base/source.h"
#include "base/value_tree.h"
#include "model/inventory.h"
#include "model/party.h"
#include "net/header_match.h"
#include "net/ip.h"

namespace ringfence::model {

struct FlowTag;
using FlowId = base::Id<FlowTag>;

/// A class of information and who may have it.
struct Information {
  std::string id;
  PartyId owner;
  std::string marking;
  std::vector<PartyId> releasable_to;
  base::Span span;
};

/// Information with two ends and a set of packets. Both directions belong to it.
struct Flow {
  std::string id;
  std::string group;
  std::size_t information = 0;  ///< index into Policy::information
  std::string ends[2];          ///< element names
  base::Span end_spans[2];
  std::vector<net::Prefix> hosts[2];  ///< addresses of the two hosts
  /// Conditions on packets from ends[0] to ends[1]; the other direction is mirrored. Addresses come from
  /// `hosts`.
  net::HeaderMatch packets;
  std::vector<PartyId> parties;
  std::uint64_t traffic_bps = 0;
  bool end_to_end_confidentiality = false;  ///< stated protection between the hosts themselves (TLS)
  bool end_to_end_integrity = false;
  std::string about;
  base::Span span;
};

/// A protected place.
struct Place {
  std::string id;
  Position position;
  double radius_km = 0;
  base::Span span;
};

/// One rule, its own keys still unread.
struct RuleStanza {
  std::string id;
  std::size_t tree = 0;  ///< index into Policy::trees
  base::NodeRef node;    ///< the map under the rule's id
  base::Span span;       ///< the rule's key
  PartyId party;
  std::string because;
  DateWindow window;
};

/// A violation that somebody answers for until a day. It never hides what it covers: the proof stays.
struct Waiver {
  std::string rule;     ///< id of a rule of the policy
  std::string flow;     ///< id or group of flows; empty: whatever breaks the rule
  std::string element;  ///< name of an element; empty: all of them
  std::string owner;    ///< who answers for it
  std::string reason;
  base::Date expires;  ///< last day on which it holds
  base::Span span;
  base::Span element_span;  ///< invalid without an element
};

/// The policy file with everything it includes.
struct Policy {
  std::vector<base::ValueTree> trees;
  std::optional<base::Date> as_of;
  std::vector<Party> parties;
  std::vector<PartyList> lists;
  std::vector<PartySet> sets;
  std::vector<Place> places;
  std::vector<Information> information;
  std::vector<Flow> flows;
  std::vector<RuleStanza> rules;
  std::vector<Waiver> waivers;
};

/// Index of the party, set, flow ... of that id, or an invalid id.
PartyId FindParty(const Policy& policy, std::string_view id);
PartySetId FindSet(const Policy& policy, std::string_view id);
FlowId FindFlow(const Policy& policy, std::string_view id);

}  // namespace ringfence::model
