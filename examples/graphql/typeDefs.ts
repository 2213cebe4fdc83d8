/** The API. What mutations return, and entities, are JSON with `__typename`: a client's cache needs nothing else. */
export const typeDefs = /* GraphQL */ `
  scalar JSON

  type Query {
    customers: JSON!
    products: JSON!
    orders: JSON!
  }

  type Mutation {
    createCustomer(input: JSON!): Answer!
    deleteCustomer(id: ID!): Answer!
    updateProduct(id: ID!, input: JSON!): Answer!
    createOrder(input: JSON!): Answer!
  }

  type Subscription {
    changes: Change!
  }

  "What became of a mutation, in the shape of GraphQL Cascade."
  type Answer {
    success: Boolean!
    errors: [AnswerError!]!
    data: JSON
    cascade: JSON!
  }

  type AnswerError {
    message: String!
    code: String!
    domainCode: String!
  }

  "A logged change, with the images of the entity before and after it."
  type Change {
    id: ID!
    eventType: String!
    entityType: String!
    entityId: ID
    before: JSON
    after: JSON
  }
`;
