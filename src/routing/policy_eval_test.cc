#include "routing/policy_eval.h"

#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <string>

namespace ringfence::routing {
namespace {

using model::CommunityKind;
using model::CommunityOp;
using model::PolicyEnd;
using model::RouteAction;
using model::RouteActionKind;
using model::RouteMatch;
using model::RouteMatchKind;
using model::RouteSource;
using model::RouteTerm;
using model::TermFlow;
using model::ValueOp;

net::Prefix P(std::string_view text) { return *net::ParsePrefix(text); }
net::IpAddress A(std::string_view text) { return *net::ParseAddress(text); }

/// A device's policies in the making and one route.
class PolicyEvalTest : public testing::Test {
 protected:
  PolicyEvalTest() {
    route.prefix = P("10.1.0.0/16");
    route.own_as = 65000;
  }

  void AddPrefixList(const std::string& name, std::vector<model::PrefixListLine> lines) {
    set.prefix_lists.push_back({name, std::move(lines), {}});
  }
  void AddPathList(const std::string& name, bool permit, const std::string& regex) {
    set.as_path_lists.push_back({name, {{permit, regex, {}}}, {}});
  }
  void AddCommunityList(const std::string& name, std::vector<std::string> all_of,
                        std::vector<std::string> regexes = {}, bool whole = false,
                        CommunityKind kind = CommunityKind::kStandard) {
    set.community_lists.push_back(
        {name, kind, {{true, std::move(all_of), std::move(regexes), whole, {}}}, {}});
  }
  RouteTerm& AddTerm(const std::string& policy, RouteTerm term, PolicyEnd end = PolicyEnd::kReject) {
    for (model::RoutePolicy& known : set.policies) {
      if (known.name == policy) return known.terms.emplace_back(std::move(term));
    }
    set.policies.push_back({policy, {std::move(term)}, end, {}});
    return set.policies.back().terms.back();
  }

  void SetPath(const AsPath& path) { route.attributes.as_path = pool.Intern(path); }
  void SetCommunities(std::vector<std::string> texts, CommunityKind kind = CommunityKind::kStandard) {
    std::vector<CommunityId> ids;
    for (const std::string& text : texts) ids.push_back(pool.InternCommunity(text));
    route.attributes.communities(kind) = pool.InternSet(ids);
  }
  std::string Path() const { return pool.TextOf(route.attributes.as_path); }
  std::string Communities(CommunityKind kind = CommunityKind::kStandard) const {
    return pool.TextOf(route.attributes.communities(kind));
  }

  /// "+" accepted, "-" rejected, with "?" when doubtful.
  std::string Run(std::vector<std::string> names, bool accept_by_default = false) {
    const PolicyProgram program(set);
    PolicyEvaluator evaluator(program, pool);
    const PolicyResult result = evaluator.Evaluate(
        program.Compile(model::PolicyChain{std::move(names), accept_by_default, {}}), route);
    return std::string(result.accepted ? "+" : "-") + (result.doubtful ? "?" : "");
  }
  /// The decision of a policy that accepts exactly what `match` says.
  std::string Matches(RouteMatch match) {
    set.policies.clear();
    RouteTerm term;
    term.all_of = {{{std::move(match)}}};
    term.flow = TermFlow::kAccept;
    AddTerm("m", term);
    return Run({"m"});
  }
  /// Applies one action.
  void Act(RouteAction action) {
    set.policies.clear();
    RouteTerm term;
    term.actions = {std::move(action)};
    term.flow = TermFlow::kAccept;
    AddTerm("a", term);
    EXPECT_EQ(Run({"a"}), "+");
  }

  model::PolicySet set;
  AttributePool pool;
  PolicyRoute route;
};

TEST_F(PolicyEvalTest, ConditionsMayLookAtTheOriginalRoute) {
  RouteMatch match{.kind = RouteMatchKind::kTag};
  match.ranges = {{42, 42}};
  RouteTerm change{.name = "1", .flow = TermFlow::kPass};
  change.actions = {{.kind = RouteActionKind::kTag, .value = 42}};
  RouteTerm drop{.name = "2", .flow = TermFlow::kReject};
  drop.all_of = {{{match}}};
  AddTerm("p", change);
  AddTerm("p", drop);
  const PolicyRoute before = route;
  EXPECT_EQ(Run({"p"}), "-");
  route = before;
  set.policies.back().tests_original = true;
  EXPECT_EQ(Run({"p"}), "+");
  EXPECT_EQ(route.attributes.tag, 42U);
}

TEST_F(PolicyEvalTest, PrefixListsAskTheFirstLineThatMatches) {
  AddPrefixList("l", {{false, P("10.1.0.0/16"), 24, 24, {}}, {true, P("10.0.0.0/8"), 16, 24, {}}});
  const RouteMatch match{.kind = RouteMatchKind::kPrefixList, .names = {"l"}};
  EXPECT_EQ(Matches(match), "+");
  route.prefix = P("10.1.2.0/24");
  EXPECT_EQ(Matches(match), "-");
  route.prefix = P("10.2.2.0/24");
  EXPECT_EQ(Matches(match), "+");
  route.prefix = P("10.2.2.0/25");
  EXPECT_EQ(Matches(match), "-");
  route.prefix = P("2001:db8::/32");
  EXPECT_EQ(Matches(match), "-");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kPrefixList, .negated = true, .names = {"l"}}), "+");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kPrefixList, .names = {"absent"}}), "-?");
}

TEST_F(PolicyEvalTest, AddressesAreAskedAsHostPrefixes) {
  AddPrefixList("l", {{true, P("192.0.2.0/24"), 32, 32, {}}});
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kNextHopList, .names = {"l"}}), "-");
  route.next_hop = A("192.0.2.7");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kNextHopList, .names = {"l"}}), "+");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kRouteSourceList, .names = {"l"}}), "-");
  route.neighbor = A("192.0.2.9");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kRouteSourceList, .names = {"l"}}), "+");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kNeighbor, .prefixes = {P("192.0.2.9/32")}}), "+");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kNeighbor, .prefixes = {P("192.0.2.8/32")}}), "-");
  route.neighbor_group = "edge";
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kNeighborGroup, .names = {"core", "edge"}}), "+");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kNeighborGroup, .names = {"core"}}), "-");
}

TEST_F(PolicyEvalTest, PathListsSeeTheTextOfThePath) {
  AddPathList("one", true, "^1 ");
  AddPathList("not two", false, "2");
  AddPathList("set", true, "\\{3 4\\}$");
  AddPathList("broken", true, "(");
  SetPath({{AsSegmentKind::kSequence, {1, 2}}, {AsSegmentKind::kSet, {4, 3}}});
  EXPECT_EQ(Path(), "1 2 {3 4}");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kAsPathList, .names = {"one"}}), "+");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kAsPathList, .names = {"not two"}}), "-");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kAsPathList, .names = {"not two", "set"}}), "+");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kAsPathList, .names = {"broken"}}), "-?");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kAsPathLength, .ranges = {{3, 3}}}), "+");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kAsPathLength, .ranges = {{4, 9}}}), "-");
}

TEST_F(PolicyEvalTest, CommunityListsAskForAllOfALine) {
  AddCommunityList("both", {"65000:1", "65000:2"});
  AddCommunityList("one", {"65000:1"});
  AddCommunityList("regex", {}, {"^65000:[12]$"});
  AddCommunityList("whole", {}, {"65000:1 65000:2"}, true);
  AddCommunityList("large", {"1:2:3"}, {}, false, CommunityKind::kLarge);
  SetCommunities({"65000:2", "65000:1"});
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kCommunityList, .names = {"both"}}), "+");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kCommunityList, .exact = true, .names = {"both"}}), "+");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kCommunityList, .names = {"one"}}), "+");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kCommunityList, .exact = true, .names = {"one"}}), "-");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kCommunityList, .exact = true, .names = {"regex"}}), "+");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kCommunityList, .names = {"whole"}}), "+");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kCommunityList, .names = {"large"}}), "-");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kCommunityCount, .ranges = {{2, 2}}}), "+");
  SetCommunities({"1:2:3"}, CommunityKind::kLarge);
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kCommunityList, .names = {"large"}}), "+");
  SetCommunities({});
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kCommunityList, .names = {"both", "one", "regex"}}), "-");
}

TEST_F(PolicyEvalTest, SourcesMatchByProtocolAndProcess) {
  route.source = RouteSource::kOspf;
  route.process = "7";
  const RouteMatch ospf{.kind = RouteMatchKind::kSource,
                        .sources = {RouteSource::kStatic, RouteSource::kOspf}};
  EXPECT_EQ(Matches(ospf), "+");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kSource, .names = {"7"}, .sources = {RouteSource::kOspf}}), "+");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kSource, .names = {"8"}, .sources = {RouteSource::kOspf}}), "-");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kSource, .sources = {RouteSource::kBgp}}), "-");
}

TEST_F(PolicyEvalTest, KindsOfRoutes) {
  struct Case {
    RouteKind kind;
    RouteMatch match;
    std::string_view expected;
  };
  const Case kCases[] = {
      {RouteKind::kOspfInternal, {RouteMatchKind::kOspfInternal}, "+"},
      {RouteKind::kOspfExternal1, {RouteMatchKind::kOspfInternal}, "-"},
      {RouteKind::kOspfExternal1, {RouteMatchKind::kOspfExternal}, "+"},
      {RouteKind::kOspfExternal1, {.kind = RouteMatchKind::kOspfExternal, .ranges = {{2, 2}}}, "-"},
      {RouteKind::kOspfExternal2, {.kind = RouteMatchKind::kOspfExternal, .ranges = {{2, 2}}}, "+"},
      {RouteKind::kOspfInternal, {RouteMatchKind::kOspfExternal}, "-"},
      {RouteKind::kIsisLevel1, {.kind = RouteMatchKind::kIsisLevel, .ranges = {{1, 1}}}, "+"},
      {RouteKind::kIsisLevel2, {.kind = RouteMatchKind::kIsisLevel, .ranges = {{1, 1}}}, "-"},
      {RouteKind::kBgpInternal, {RouteMatchKind::kBgpInternal}, "+"},
      {RouteKind::kBgpExternal, {RouteMatchKind::kBgpInternal}, "-"},
      {RouteKind::kBgpExternal, {RouteMatchKind::kBgpExternal}, "+"},
      {RouteKind::kBgpLocal, {RouteMatchKind::kBgpExternal}, "-"},
      {RouteKind::kBgpLocal, {RouteMatchKind::kBgpLocal}, "+"},
      {RouteKind::kOther, {RouteMatchKind::kBgpLocal}, "-"},
  };
  for (const Case& one : kCases) {
    route.kind = one.kind;
    EXPECT_EQ(Matches(one.match), one.expected) << static_cast<int>(one.match.kind);
  }
}

TEST_F(PolicyEvalTest, NumbersAndNames) {
  PathAttributes& attributes = route.attributes;
  attributes.tag = 5;
  attributes.med = 6;
  attributes.has_med = true;
  attributes.local_preference = 7;
  attributes.weight = 8;
  attributes.distance = 9;
  attributes.origin = model::BgpOrigin::kEgp;
  route.vrf = "red";
  const std::string_view interfaces[] = {"e1", "e2"};
  route.interfaces = interfaces;
  const std::pair<RouteMatchKind, std::uint32_t> kNumbers[] = {{RouteMatchKind::kTag, 5},
                                                               {RouteMatchKind::kMetric, 6},
                                                               {RouteMatchKind::kLocalPreference, 7},
                                                               {RouteMatchKind::kWeight, 8},
                                                               {RouteMatchKind::kDistance, 9}};
  for (const auto& [kind, value] : kNumbers) {
    EXPECT_EQ(Matches({.kind = kind, .ranges = {{1, 2}, {value, value}}}), "+");
    EXPECT_EQ(Matches({.kind = kind, .ranges = {{value + 1, 99}}}), "-");
  }
  route.source = RouteSource::kStatic;
  route.metric = 11;
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kMetric, .ranges = {{11, 11}}}), "+");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kOrigin, .origins = {model::BgpOrigin::kEgp}}), "+");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kOrigin, .origins = {model::BgpOrigin::kIgp}}), "-");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kFamily, .families = {net::Family::kIpv4}}), "+");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kFamily, .families = {net::Family::kIpv6}}), "-");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kVrf, .names = {"red"}}), "+");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kVrf, .names = {""}}), "-");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kInterface, .names = {"e2"}}), "+");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kInterface, .names = {"e3"}}), "-");
  EXPECT_EQ(Matches({RouteMatchKind::kAlways}), "+");
  EXPECT_EQ(Matches({.kind = RouteMatchKind::kAlways, .negated = true}), "-");
}

TEST_F(PolicyEvalTest, WhatIsNotModelledIsDoubtfulOnlyWhenReached) {
  const RouteMatch doubt{RouteMatchKind::kNotModelled};
  const RouteMatch yes{RouteMatchKind::kAlways};
  const RouteMatch no{.kind = RouteMatchKind::kAlways, .negated = true};
  RouteTerm term;
  term.flow = TermFlow::kAccept;
  const auto decide = [&](std::vector<model::RouteClause> clauses) {
    set.policies.clear();
    term.all_of = std::move(clauses);
    AddTerm("p", term);
    return Run({"p"});
  };
  EXPECT_EQ(decide({{{doubt}}}), "-?");
  EXPECT_EQ(decide({{{doubt, yes}}}), "+");
  EXPECT_EQ(decide({{{doubt, no}}}), "-?");
  EXPECT_EQ(decide({{{doubt}}, {{no}}}), "-");
  EXPECT_EQ(decide({{{doubt}}, {{yes}}}), "-?");
}

TEST_F(PolicyEvalTest, PoliciesAsConditionsKeepNoActions) {
  RouteTerm inner;
  inner.actions = {{.kind = RouteActionKind::kTag, .value = 9}};
  inner.flow = TermFlow::kAccept;
  RouteTerm outer;
  outer.all_of = {{{RouteMatch{.kind = RouteMatchKind::kPolicy, .names = {"inner"}}}}};
  outer.flow = TermFlow::kAccept;
  AddTerm("outer", outer);
  AddTerm("inner", inner);
  EXPECT_EQ(Run({"outer"}), "+");
  EXPECT_EQ(route.attributes.tag, 0U);
  set.policies[1].terms[0].flow = TermFlow::kReject;
  EXPECT_EQ(Run({"outer"}), "-");
  set.policies[1].terms[0].flow = TermFlow::kNext;
  set.policies[1].end = PolicyEnd::kNextPolicy;
  EXPECT_EQ(Run({"outer"}, true), "+") << "what no policy decides is left to the place of use";
}

TEST_F(PolicyEvalTest, APolicyThatAsksItselfIsDoubtful) {
  RouteTerm term;
  term.all_of = {{{RouteMatch{.kind = RouteMatchKind::kPolicy, .names = {"p"}}}}};
  term.flow = TermFlow::kAccept;
  AddTerm("p", term);
  EXPECT_EQ(Run({"p"}), "-?");
}

TEST_F(PolicyEvalTest, NumbersChangeWithinTheirBounds) {
  Act({.kind = RouteActionKind::kLocalPreference, .value = 10});
  Act({.kind = RouteActionKind::kLocalPreference, .op = ValueOp::kAdd, .value = 5});
  EXPECT_EQ(route.attributes.local_preference, 15U);
  Act({.kind = RouteActionKind::kLocalPreference, .op = ValueOp::kSubtract, .value = 20});
  EXPECT_EQ(route.attributes.local_preference, 0U);
  Act({.kind = RouteActionKind::kMetric, .op = ValueOp::kAdd, .value = 3});
  EXPECT_TRUE(route.attributes.has_med);
  EXPECT_EQ(route.attributes.med, 3U);
  Act({.kind = RouteActionKind::kMetric, .op = ValueOp::kAdd, .value = 0xffffffff});
  EXPECT_EQ(route.attributes.med, 0xffffffffU);
  Act({.kind = RouteActionKind::kMetricNone});
  EXPECT_FALSE(route.attributes.has_med);
  Act({.kind = RouteActionKind::kMetricOfIgp});
  EXPECT_TRUE(route.metric_of_igp);
  Act({.kind = RouteActionKind::kWeight, .value = 4});
  Act({.kind = RouteActionKind::kTag, .value = 5});
  Act({.kind = RouteActionKind::kDistance, .value = 6});
  Act({.kind = RouteActionKind::kMetricType, .value = 1});
  Act({.kind = RouteActionKind::kLevel, .value = 2});
  Act({.kind = RouteActionKind::kOrigin, .origin = model::BgpOrigin::kIncomplete});
  Act({.kind = RouteActionKind::kAttributeNotModelled});
  EXPECT_EQ(route.attributes.weight, 4U);
  EXPECT_EQ(route.attributes.tag, 5U);
  EXPECT_EQ(route.attributes.distance, 6U);
  EXPECT_EQ(route.metric_type, 1U);
  EXPECT_EQ(route.level, 2U);
  EXPECT_EQ(route.attributes.origin, model::BgpOrigin::kIncomplete);
}

TEST_F(PolicyEvalTest, NextHops) {
  Act({.kind = RouteActionKind::kNextHop, .address = A("192.0.2.1")});
  EXPECT_EQ(route.next_hop_change, NextHopChange::kAddress);
  EXPECT_EQ(route.new_next_hop, A("192.0.2.1"));
  const std::pair<RouteActionKind, NextHopChange> kCases[] = {
      {RouteActionKind::kNextHopSelf, NextHopChange::kSelf},
      {RouteActionKind::kNextHopPeer, NextHopChange::kPeer},
      {RouteActionKind::kNextHopUnchanged, NextHopChange::kUnchanged},
      {RouteActionKind::kNextHopDiscard, NextHopChange::kDiscard}};
  for (const auto& [kind, change] : kCases) {
    Act({.kind = kind});
    EXPECT_EQ(route.next_hop_change, change);
  }
}

TEST_F(PolicyEvalTest, Paths) {
  Act({.kind = RouteActionKind::kAsPathPrepend, .numbers = {7, 8}});
  EXPECT_EQ(Path(), "7 8");
  Act({.kind = RouteActionKind::kAsPathPrependLast, .value = 2});
  EXPECT_EQ(Path(), "7 7 7 8");
  Act({.kind = RouteActionKind::kAsPathPrependOwn, .value = 1});
  EXPECT_EQ(Path(), "65000 7 7 7 8");
  Act({.kind = RouteActionKind::kAsPathRemove, .numbers = {7}});
  EXPECT_EQ(Path(), "65000 8");
  Act({.kind = RouteActionKind::kAsPathReplaceOwn, .numbers = {8}});
  EXPECT_EQ(Path(), "65000 65000");
  Act({.kind = RouteActionKind::kAsPathReplace, .numbers = {1, 2}});
  EXPECT_EQ(Path(), "1 2");
  Act({.kind = RouteActionKind::kAsPathReplaceOwn});
  EXPECT_EQ(Path(), "65000 65000");
  SetPath({});
  Act({.kind = RouteActionKind::kAsPathPrependLast, .value = 2});
  EXPECT_EQ(Path(), "");
}

TEST_F(PolicyEvalTest, Communities) {
  AddCommunityList("ones", {}, {":1$"});
  const auto action = [](CommunityOp op, std::vector<std::string> literals, std::vector<std::string> lists) {
    RouteAction result;
    result.kind = RouteActionKind::kCommunity;
    result.community_op = op;
    result.communities = std::move(literals);
    result.names = std::move(lists);
    return result;
  };
  Act(action(CommunityOp::kSet, {"2:1", "10:2", "1:2"}, {}));
  EXPECT_EQ(Communities(), "1:2 2:1 10:2");
  Act(action(CommunityOp::kAdd, {"3:3"}, {}));
  EXPECT_EQ(Communities(), "1:2 2:1 3:3 10:2");
  Act(action(CommunityOp::kDelete, {"3:3"}, {"ones"}));
  EXPECT_EQ(Communities(), "1:2 10:2");
  Act(action(CommunityOp::kKeep, {"1:2"}, {}));
  EXPECT_EQ(Communities(), "1:2");
  Act(action(CommunityOp::kClear, {}, {}));
  EXPECT_EQ(Communities(), "");
  RouteAction large = action(CommunityOp::kAdd, {"1:2:3"}, {});
  large.community_kind = CommunityKind::kLarge;
  Act(large);
  EXPECT_EQ(Communities(CommunityKind::kLarge), "1:2:3");
  EXPECT_EQ(Communities(), "");
}

RouteTerm Term(TermFlow flow, std::uint32_t tag) {
  RouteTerm term;
  term.flow = flow;
  if (tag != 0) term.actions = {{.kind = RouteActionKind::kTag, .value = tag}};
  return term;
}

TEST_F(PolicyEvalTest, FlowsWithinAPolicy) {
  RouteTerm jump = Term(TermFlow::kGoto, 1);
  jump.target = 2;
  AddTerm("jump", jump);
  AddTerm("jump", Term(TermFlow::kReject, 0));
  AddTerm("jump", Term(TermFlow::kAccept, 0));
  EXPECT_EQ(Run({"jump"}), "+");
  set.policies[0].terms[0].target = 3;
  EXPECT_EQ(Run({"jump"}), "-") << "jumps to the end, which rejects";
  set.policies[0].terms[0].target = 0;
  EXPECT_EQ(Run({"jump"}), "-?") << "backwards is not a program";

  AddTerm("pass", Term(TermFlow::kPass, 2));
  EXPECT_EQ(Run({"pass"}), "+");
  AddTerm("pass", Term(TermFlow::kReject, 3));
  EXPECT_EQ(Run({"pass"}), "-");
  EXPECT_EQ(route.attributes.tag, 3U);
  set.policies[1].terms[0].target = 2;
  EXPECT_EQ(Run({"pass"}), "+") << "a pass may jump over what would reject";
}

TEST_F(PolicyEvalTest, FlowsBetweenPolicies) {
  AddTerm("over", Term(TermFlow::kNextPolicy, 1));
  AddTerm("over", Term(TermFlow::kReject, 0));
  AddTerm("open", Term(TermFlow::kNext, 2), PolicyEnd::kNextPolicy);
  AddTerm("yes", Term(TermFlow::kNext, 3), PolicyEnd::kAccept);
  AddTerm("no", Term(TermFlow::kNext, 4));
  EXPECT_EQ(Run({"over", "yes"}), "+");
  EXPECT_EQ(route.attributes.tag, 3U);
  EXPECT_EQ(Run({"over", "no"}), "-");
  EXPECT_EQ(Run({"over", "open"}, true), "+");
  EXPECT_EQ(Run({"over", "open"}, false), "-");
  EXPECT_EQ(Run({}, true), "+");
  EXPECT_EQ(Run({}, false), "-");
  EXPECT_EQ(Run({"absent", "yes"}), "+?");
}

TEST_F(PolicyEvalTest, CalledPoliciesKeepTheirActions) {
  RouteTerm call = Term(TermFlow::kCall, 0);
  call.callee = "inner";
  AddTerm("outer", call);
  AddTerm("outer", Term(TermFlow::kAccept, 0));
  AddTerm("inner", Term(TermFlow::kNext, 7));
  EXPECT_EQ(Run({"outer"}), "+") << "the end of a callee decides nothing";
  EXPECT_EQ(route.attributes.tag, 7U);
  AddTerm("inner", Term(TermFlow::kReject, 0));
  EXPECT_EQ(Run({"outer"}), "-");
  set.policies[0].terms[0].callee = "outer";
  EXPECT_EQ(Run({"outer"}), "+?") << "deeper than the limit";
  set.policies[0].terms[0].callee = "absent";
  EXPECT_EQ(Run({"outer"}), "+?");
}

TEST_F(PolicyEvalTest, StepsHaveALimit) {
  // Every policy asks the next twice: 2^31 evaluations without a limit.
  for (int i = 0; i < 31; ++i) {
    RouteTerm term = Term(TermFlow::kAccept, 0);
    const std::string next = std::to_string(i + 1);
    term.all_of = {{{RouteMatch{.kind = RouteMatchKind::kPolicy, .names = {next, next}}}}};
    AddTerm(std::to_string(i), term);
  }
  AddTerm("31", Term(TermFlow::kAccept, 0));
  EXPECT_EQ(Run({"0"}), "-?");
}

TEST_F(PolicyEvalTest, RedistributionTakesAFewValues) {
  RouteTerm term = Term(TermFlow::kAccept, 44);
  term.actions.push_back({.kind = RouteActionKind::kMetric, .value = 30});
  term.actions.push_back({.kind = RouteActionKind::kMetricType, .value = 1});
  term.span = {base::FileId(0), 3, 1, 1};
  AddTerm("p", term);
  const PolicyProgram program(set);
  PolicyEvaluator evaluator(program, pool);
  route.source = RouteSource::kStatic;
  std::vector<base::Span> trace;
  const std::vector<std::string> names = {"p"};
  const RedistributionResult result = evaluator.Redistribute(program.Compile(names), route, &trace);
  EXPECT_EQ(result, (RedistributionResult{true, false, 30, 1, 44, {}, {}}));
  EXPECT_EQ(trace, std::vector<base::Span>{term.span});
  EXPECT_EQ(evaluator.Redistribute(program.Compile(std::span<const std::string>()), route),
            (RedistributionResult{true, false, {}, {}, {}, {}, {}}));
}

TEST_F(PolicyEvalTest, SignaturesTellPrefixesApartOnlyWhereTheChainDoes) {
  AddPrefixList("ten", {{true, P("10.0.0.0/8"), 8, 32, {}}});
  AddPrefixList("unused", {{true, P("10.1.0.0/16"), 16, 32, {}}});
  RouteTerm term = Term(TermFlow::kAccept, 0);
  term.all_of = {{{RouteMatch{.kind = RouteMatchKind::kPrefixList, .names = {"ten"}}}}};
  AddTerm("p", term);
  const PolicyProgram program(set);
  PolicyEvaluator evaluator(program, pool);
  const std::vector<std::string> names = {"p"};
  const CompiledChain chain = program.Compile(names);
  const std::uint32_t inside = evaluator.SignatureOf(chain, P("10.1.0.0/16"));
  EXPECT_EQ(inside, evaluator.SignatureOf(chain, P("10.2.0.0/16")));
  EXPECT_NE(inside, evaluator.SignatureOf(chain, P("11.0.0.0/16")));
  EXPECT_NE(inside, evaluator.SignatureOf(chain, P("2001:db8::/32")));
  EXPECT_FALSE(chain.uses.neighbor);
}

TEST(AttributePoolTest, EqualContentsHaveEqualNumbers) {
  AttributePool pool;
  const AsPath split = {{AsSegmentKind::kSequence, {1}}, {AsSegmentKind::kSequence, {2}}};
  const AsPathId path = pool.Intern(split);
  EXPECT_EQ(path, pool.Intern({{AsSegmentKind::kSequence, {1, 2}}}));
  EXPECT_EQ(pool.FactsOf(path), (AsPathFacts{2, 1, 1, 0}));
  const AsPathId confederation =
      pool.Intern({{AsSegmentKind::kConfederationSequence, {9, 8}}, {AsSegmentKind::kSequence, {5}}});
  EXPECT_EQ(pool.FactsOf(confederation), (AsPathFacts{1, 5, 9, 2}));
  EXPECT_EQ(pool.TextOf(confederation), "(9 8) 5");
  EXPECT_EQ(pool.Intern(AsPath{}), kEmptyPath);
  EXPECT_EQ(pool.InternClusters({}), kNoClusters);
  EXPECT_NE(pool.InternClusters({1, 2}), pool.InternClusters({2, 1}));
  EXPECT_EQ(pool.Intern(A("10.0.0.1")), pool.Intern(A("10.0.0.1")));
  std::vector<AttributesId> ids;
  for (std::uint32_t i = 0; i < 5000; ++i) {
    PathAttributes attributes;
    attributes.med = i;
    ids.push_back(pool.Intern(attributes));
  }
  PathAttributes attributes;
  attributes.med = 4321;
  EXPECT_EQ(pool.Intern(attributes), ids[4321]);
  EXPECT_EQ(pool[ids[17]].med, 17U);
}

}  // namespace
}  // namespace ringfence::routing
