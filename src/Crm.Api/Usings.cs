global using System.Collections.Immutable;
global using Crm.Api.Access;
global using Crm.Api.Commands;
global using Crm.Api.Http;
global using Crm.Domain.Access;
global using Crm.Domain.Kernel;
global using Crm.Projections;
global using Crm.Projections.Deals;
