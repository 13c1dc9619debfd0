namespace Crm.Api.Demo;

/// <summary>The logo of the demo company.</summary>
internal static class DemoLogo
{
    /// <summary>A picture of 240 x 72 in Base64.</summary>
    public const string Png =
        "iVBORw0KGgoAAAANSUhEUgAAAPAAAABICAIAAABHru/dAAABT0lEQVR42u3bwRGCMBBAUYrgbiOWw92WrMEqLMUuoADHGQybuIvv"
        + "T85MgHeABKZVOlGTSyCgJaAloCWgBbQEtAS0BLQEtICWgJaAlpKCnq9L+HBjBLQEtID+BPr+fB0cQAtoCWgBDbSABlpA9wR9ZI0l"
        + "at1m5HGizqXH/IEGGmiggQYaaKCBzgv62wu650aOnE/UMTPPH2iggQYaaKCBBhpooIGuDzrt56NAAw000EADDfQJQDeIH3ySPUD/"
        + "alMjG+hs/x8BDTTQQAMNNNBAA+2l0Esh0EAD/d7l9igxgAYaaKCBBhpooIEGGmiggQYaaKD3L9s1GIotcAJRGyIZQPhJFmiggQYa"
        + "aKCBBhrovBNQlYAW0EALaKAFdMwEqmwS/cMAGmiggQYaaM/Q8gwNtIAGWkADLaAFNNACGmhVAi0BLQEtAS0BLaAloCWgpcY2u9vk"
        + "Cs6VrvsAAAAASUVORK5CYII=";
}
